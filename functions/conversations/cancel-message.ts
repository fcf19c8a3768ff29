// POST /conversations/{id}/messages/{message_id}/cancel: takes a message back that has not begun to leave.
import { items } from "#backend";
import { notFound } from "../../shared/domain/errors.ts";
import { readMessageId } from "../../shared/domain/ids.ts";
import { windowOf } from "../../shared/domain/window.ts";
import { type ConversationParts, ownConversation } from "../../shared/lambda/conversation-parts.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { cancelMessage } from "../../shared/messaging/cancel-message.ts";
import { documentOf } from "../../shared/messaging/message-document.ts";
import { messageStore } from "../../shared/store/messages.ts";

export const createHandler = ({ items: store, now = () => new Date() }: ConversationParts) => {
  const own = ownConversation(store);
  const cancel = cancelMessage({ messages: messageStore(store), now });
  return httpHandler(async (request) => {
    const { caller, conversation } = await own(request);
    const id = readMessageId(request.params.message_id ?? "");
    if (!id) throw notFound("message");
    const ref = { conversation_id: conversation.id, message_id: id.message_id };
    const view = await cancel(ref, caller.author);
    const window =
      conversation.kind === "external"
        ? windowOf(conversation.channel, conversation.opened, now())
        : undefined;
    return { status: 200, body: documentOf(view, window) };
  });
};

export const handler = live(() => createHandler({ items: items() }));
