// POST …/conversations/{conversation_id}/messages: what a visitor writes, as JSON or as a form with files.
import { bucket, items, sockets } from "#backend";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { identifyIn } from "./identify.ts";
import { messageBody } from "./message-body.ts";
import { chatwootProblem } from "./problem.ts";
import { type SaidParts, takeMessage } from "./said.ts";

export const createHandler = (parts: SaidParts) => {
  const find = identifyIn(parts.items);
  const take = takeMessage(parts);
  return httpHandler(
    async (request) => {
      const { visitor, conversation } = await find(request);
      const body = await messageBody(request);
      const key = request.header("idempotency-key") || undefined;
      return { status: 200, body: await take(visitor, conversation, { ...body, key }) };
    },
    { problem: chatwootProblem },
  );
};

export const handler = live(() => createHandler({ items: items(), bucket: bucket(), sockets: sockets() }));
