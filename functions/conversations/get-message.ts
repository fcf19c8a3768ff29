// GET /conversations/{id}/messages/{message_id}: a message (by its own or a part's id) and what became of it.
import { items } from "#backend";
import { notFound } from "../../shared/domain/errors.ts";
import { readMessageId } from "../../shared/domain/ids.ts";
import { windowOf } from "../../shared/domain/window.ts";
import { type ConversationParts, ownConversation } from "../../shared/lambda/conversation-parts.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { documentOf } from "../../shared/messaging/message-document.ts";
import { timelineOf } from "../../shared/messaging/timeline.ts";
import { messageStore } from "../../shared/store/messages.ts";

export const createHandler = ({ items: store, now = () => new Date() }: ConversationParts) => {
  const own = ownConversation(store);
  const messages = messageStore(store);
  return httpHandler(async (request) => {
    const { conversation } = await own(request);
    const id = readMessageId(request.params.message_id ?? "");
    const ref = { conversation_id: conversation.id, message_id: id?.message_id ?? "" };
    const view = id && (await messages.get(ref));
    if (!view) throw notFound("message");
    const window =
      conversation.kind === "external"
        ? windowOf(conversation.channel, conversation.opened, now())
        : undefined;
    const timeline = view.kind === "outgoing" ? timelineOf(view.state) : [];
    return { status: 200, body: { ...documentOf(view, window), timeline } };
  });
};

export const handler = live(() => createHandler({ items: items() }));
