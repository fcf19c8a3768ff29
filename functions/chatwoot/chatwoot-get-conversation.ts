// GET …/conversations/{conversation_id}: one of the visitor's own, with its latest messages.
import { bucket, items } from "#backend";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { conversationDocument } from "./conversation-document.ts";
import { identifyIn } from "./identify.ts";
import { chatwootProblem } from "./problem.ts";
import { latestMessages, type ShownParts } from "./shown.ts";

export const createHandler = (parts: ShownParts) => {
  const find = identifyIn(parts.items);
  const latest = latestMessages(parts);
  return httpHandler(
    async (request) => {
      const { visitor, conversation } = await find(request);
      const messages = await latest(visitor, conversation);
      return { status: 200, body: conversationDocument(visitor, conversation, messages) };
    },
    { problem: chatwootProblem },
  );
};

export const handler = live(() => createHandler({ items: items(), bucket: bucket() }));
