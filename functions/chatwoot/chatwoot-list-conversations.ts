// GET …/contacts/{contact_identifier}/conversations: the visitor's own, latest first, each with its latest message.
import { bucket, items } from "#backend";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { listConversations } from "../../shared/messaging/visitor-conversations.ts";
import { conversationStore } from "../../shared/store/conversations.ts";
import { conversationDocument } from "./conversation-document.ts";
import { identify } from "./identify.ts";
import { chatwootProblem } from "./problem.ts";
import { latestMessages, type ShownParts } from "./shown.ts";

export const createHandler = (parts: ShownParts) => {
  const visitorOf = identify(parts.items);
  const list = listConversations({ conversations: conversationStore(parts.items) });
  const latest = latestMessages(parts);
  return httpHandler(
    async (request) => {
      const visitor = await visitorOf(request);
      const found = await list(visitor);
      const messages = await Promise.all(found.map((one) => latest(visitor, one, undefined, 1)));
      const body = found.map((one, index) => conversationDocument(visitor, one, messages[index] ?? []));
      return { status: 200, body };
    },
    { problem: chatwootProblem },
  );
};

export const handler = live(() => createHandler({ items: items(), bucket: bucket() }));
