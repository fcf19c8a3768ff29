// POST /api/v1/threads/{threadId}/messages and /threads/{threadId}/messages: Inbox's way to write to somebody on X.
import { items, queue, settings } from "#backend";
import { keyFrom } from "../../shared/lambda/accept-handler.ts";
import { type AcceptParts, acceptDeps } from "../../shared/lambda/compose.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { acceptOutgoing } from "../../shared/messaging/accept-outgoing.ts";
import { strangersFirst } from "../../shared/messaging/strangers-first.ts";
import { channels } from "../channels.ts";
import { answerTo } from "./answer.ts";
import { inboxProblem } from "./problem.ts";
import { askedOf } from "./request-body.ts";

const endpoint = "/api/v1/threads/{threadId}/messages";

export const createHandler = (parts: AcceptParts) => {
  const deps = acceptDeps(parts);
  const accept = acceptOutgoing(deps, channels.x);
  return httpHandler(
    async (request) => {
      const proof = request.proof();
      const { body, idempotencyKey } = await strangersFirst(deps.reader, proof, () => ({
        body: askedOf(request.params.threadId ?? "", request.json()),
        idempotencyKey: keyFrom(request),
      }));
      const reading = await deps.reader.readForAccept({
        ...proof,
        conversation_id: body.conversation_id,
        file_ids: [],
        reply_to: body.reply_to_message_id,
      });
      const preview = request.query.preview === "true";
      const accepted = await accept({ proof, body, endpoint, idempotencyKey, preview });
      return accepted.status === 200
        ? { status: 200, body: accepted.preview }
        : answerTo(deps.messages, accepted, reading);
    },
    { problem: inboxProblem },
  );
};

export const handler = live(() => createHandler({ items: items(), queue: queue("x"), settings: settings() }));
