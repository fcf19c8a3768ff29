// POST …/contacts/{contact_identifier}/conversations: a new conversation of this visitor.
import { items } from "#backend";
import { createIds } from "../../shared/domain/ids.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import type { Now } from "../../shared/messaging/ports.ts";
import { startConversation } from "../../shared/messaging/visitor-conversations.ts";
import { conversationStore } from "../../shared/store/conversations.ts";
import type { Items } from "../../shared/store/items.ts";
import { conversationDocument } from "./conversation-document.ts";
import { identify } from "./identify.ts";
import { chatwootProblem } from "./problem.ts";

export const createHandler = (parts: { items: Items; now?: Now }) => {
  const visitorOf = identify(parts.items);
  const start = startConversation({
    conversations: conversationStore(parts.items),
    ids: createIds(),
    now: parts.now ?? (() => new Date()),
  });
  return httpHandler(
    async (request) => {
      const visitor = await visitorOf(request);
      return { status: 200, body: conversationDocument(visitor, await start(visitor), []) };
    },
    { problem: chatwootProblem },
  );
};

export const handler = live(() => createHandler({ items: items() }));
