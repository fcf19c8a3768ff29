import type { ExternalConversation } from "../../shared/domain/conversation.ts";
import { createIds } from "../../shared/domain/ids.ts";
import { receiveDeps } from "../../shared/lambda/compose.ts";
import type { Sockets } from "../../shared/messaging/ports.ts";
import { receiveFrom } from "../../shared/messaging/receive-incoming.ts";
import type { Visitor } from "../../shared/messaging/visitor-contacts.ts";
import { putAway } from "../../shared/messaging/visitor-files.ts";
import { visitorSays } from "../../shared/messaging/visitor-says.ts";
import { directory } from "../../shared/store/directory.ts";
import { fileStore } from "../../shared/store/files.ts";
import { visitorStore } from "../../shared/store/visitors.ts";
import type { MessageBody } from "./message-body.ts";
import { showMessages } from "./show-messages.ts";
import type { ShownParts } from "./shown.ts";

export interface SaidParts extends ShownParts {
  sockets: Sockets;
}

/** Takes a visitor's message and shows it as it stands then: the first one of its name, whatever came later. */
export const takeMessage = (parts: SaidParts) => {
  const { items, bucket, sockets, now = () => new Date() } = parts;
  const visitors = visitorStore(items, now);
  const receiveIncoming = receiveFrom(receiveDeps(items, now));
  const says = visitorSays({ visitors, sockets, bucket, now, receiveIncoming });
  const store = putAway({ files: fileStore(items), bucket, ids: createIds(), now });
  const show = showMessages({ directory: directory(items), bucket, now });
  return async (
    visitor: Visitor,
    conversation: ExternalConversation,
    { content: text, echo_id, uploads, key }: MessageBody & { key: string | undefined },
  ) => {
    const files = uploads.length === 0 ? undefined : () => store(conversation, uploads);
    const item = await says(conversation, { text, files, echo_id, key });
    const [message] = await show(visitor, conversation, [item]);
    return { ...message, ...(item.echo_id !== undefined && { echo_id: item.echo_id }) };
  };
};
