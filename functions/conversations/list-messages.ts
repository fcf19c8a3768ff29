// GET /conversations/{id}/messages?limit&cursor: newest first, notes among them.
import { items } from "#backend";
import { type ConversationParts, ownConversation } from "../../shared/lambda/conversation-parts.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { pageReply, pageRequest } from "../../shared/lambda/page-request.ts";
import { documentOf } from "../../shared/messaging/message-document.ts";
import { messageStore } from "../../shared/store/messages.ts";

export const createHandler = ({ items: store }: ConversationParts) => {
  const own = ownConversation(store);
  const messages = messageStore(store);
  return httpHandler(async (request) => {
    const { conversation } = await own(request);
    const page = pageRequest(request);
    const found = await messages.list(conversation.id, page);
    return pageReply(
      found,
      page.limit,
      (view) => documentOf(view),
      ({ message }) => message.id,
    );
  });
};

export const handler = live(() => createHandler({ items: items() }));
