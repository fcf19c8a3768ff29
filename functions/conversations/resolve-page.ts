// POST /conversations/{id}/messages/{message_id}/pages/{page_id}/resolve: the member whom a note calls has seen to it.
import { items } from "#backend";
import { notFound } from "../../shared/domain/errors.ts";
import { readMessageId } from "../../shared/domain/ids.ts";
import { windowOf } from "../../shared/domain/window.ts";
import { type ConversationParts, ownConversation } from "../../shared/lambda/conversation-parts.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { documentOf } from "../../shared/messaging/message-document.ts";
import { resolvePage } from "../../shared/messaging/resolve-page.ts";
import { messageStore } from "../../shared/store/messages.ts";
import { pageStore } from "../../shared/store/pages.ts";

export const createHandler = ({ items: store, now = () => new Date() }: ConversationParts) => {
  const own = ownConversation(store);
  const resolve = resolvePage({ messages: messageStore(store), pages: pageStore(store), now });
  return httpHandler(async (request) => {
    const { caller, conversation } = await own(request);
    const { message_id, page_id = "" } = request.params;
    const id = readMessageId(message_id ?? "");
    if (!id) throw notFound("message");
    const ref = { conversation_id: conversation.id, message_id: id.message_id };
    const view = await resolve(ref, page_id, caller.author);
    const window =
      conversation.kind === "external"
        ? windowOf(conversation.channel, conversation.opened, now())
        : undefined;
    return { status: 200, body: documentOf(view, window) };
  });
};

export const handler = live(() => createHandler({ items: items() }));
