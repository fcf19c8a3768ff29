import type { ExternalConversation } from "../../shared/domain/conversation.ts";
import type { Bucket } from "../../shared/messaging/file-ports.ts";
import type { Now } from "../../shared/messaging/ports.ts";
import type { Visitor } from "../../shared/messaging/visitor-contacts.ts";
import { directory } from "../../shared/store/directory.ts";
import type { Items } from "../../shared/store/items.ts";
import { visitorStore } from "../../shared/store/visitors.ts";
import { showMessages } from "./show-messages.ts";

/** What the endpoints that show messages are made of. */
export interface ShownParts {
  items: Items;
  bucket: Bucket;
  now?: Now;
}

/** Messages of one answer, as many as Chatwoot's. */
const PAGE = 20;

/** The latest messages of a conversation, or those before one of them, in the order they were written. */
export const latestMessages = ({ items, bucket, now = () => new Date() }: ShownParts) => {
  const visitors = visitorStore(items, now);
  const show = showMessages({ directory: directory(items), bucket, now });
  return async (visitor: Visitor, conversation: ExternalConversation, before?: number, limit = PAGE) => {
    const found = await visitors.before(conversation.id, before, limit);
    return show(visitor, conversation, found.reverse());
  };
};
