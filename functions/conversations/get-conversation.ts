// GET /conversations/{id}: a conversation with its contact and window.
import { items } from "#backend";
import { type ConversationParts, ownConversation } from "../../shared/lambda/conversation-parts.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { conversationDocument } from "../../shared/messaging/conversation-document.ts";

export const createHandler = ({ items: store, now = () => new Date() }: ConversationParts) => {
  const own = ownConversation(store);
  return httpHandler(async (request) => {
    const { conversation } = await own(request);
    return { status: 200, body: conversationDocument(conversation, now()) };
  });
};

export const handler = live(() => createHandler({ items: items() }));
