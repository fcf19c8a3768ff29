// PATCH /conversations/{id} {archived}: out of sight until somebody writes.
import * as z from "zod";
import { items } from "#backend";
import { type ConversationParts, ownConversation } from "../../shared/lambda/conversation-parts.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { conversationDocument } from "../../shared/messaging/conversation-document.ts";
import { malformed } from "../../shared/messaging/outgoing-body.ts";
import { conversationStore } from "../../shared/store/conversations.ts";

const Body = z.object({ archived: z.boolean() });

export const createHandler = ({ items: store, now = () => new Date() }: ConversationParts) => {
  const own = ownConversation(store);
  return httpHandler(async (request) => {
    const { conversation } = await own(request);
    const body = Body.safeParse(request.json());
    if (!body.success) throw malformed(body.error);
    const { archived } = body.data;
    await conversationStore(store).archive(conversation.id, archived);
    return { status: 200, body: conversationDocument({ ...conversation, archived }, now()) };
  });
};

export const handler = live(() => createHandler({ items: items() }));
