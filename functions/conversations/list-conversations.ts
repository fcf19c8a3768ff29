// GET /conversations?contact_id&channel&archived&limit&cursor: newest first.
import * as z from "zod";
import { items } from "#backend";
import { Channel } from "../../shared/domain/channel.ts";
import { WholeId } from "../../shared/domain/ids.ts";
import { authenticate } from "../../shared/lambda/authenticate.ts";
import type { ConversationParts } from "../../shared/lambda/conversation-parts.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { pageReply, pageRequest } from "../../shared/lambda/page-request.ts";
import { conversationDocument } from "../../shared/messaging/conversation-document.ts";
import { malformed } from "../../shared/messaging/outgoing-body.ts";
import { conversationStore } from "../../shared/store/conversations.ts";
import { directory } from "../../shared/store/directory.ts";
import { padded } from "../../shared/store/keys.ts";

const Filter = z.object({
  contact_id: WholeId.optional(),
  channel: Channel.optional(),
  archived: z.stringbool({ truthy: ["true"], falsy: ["false"] }).optional(),
});

export const createHandler = ({ items: store, now = () => new Date() }: ConversationParts) => {
  const conversations = conversationStore(store);
  return httpHandler(async (request) => {
    const { organization_id } = await authenticate(directory(store), request);
    const filter = Filter.safeParse(request.query);
    if (!filter.success) throw malformed(filter.error);
    const page = pageRequest(request);
    const found = await conversations.list(organization_id, filter.data, page);
    return pageReply(
      found,
      page.limit,
      (conversation) => conversationDocument(conversation, now()),
      ({ id }) => padded(id),
    );
  });
};

export const handler = live(() => createHandler({ items: items() }));
