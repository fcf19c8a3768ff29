// POST /v1/inbox/conversations/{id}/messages: a message as social-api.ai's clients send one, on any channel.
import { items, queue, settings } from "#backend";
import { keyFrom } from "../../shared/lambda/accept-handler.ts";
import { type AnyChannelParts, acceptOnAny } from "../../shared/lambda/compose.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { strangersFirst } from "../../shared/messaging/strangers-first.ts";
import { reader } from "../../shared/store/reader.ts";
import { channels } from "../channels.ts";
import { answerOf } from "./answer.ts";
import { outgoingOf } from "./body.ts";
import { problem } from "./problem.ts";

export const createHandler = (parts: AnyChannelParts) => {
  const accept = acceptOnAny(parts, channels);
  const known = reader(parts.items);
  return httpHandler(
    async (request) => {
      const proof = request.proof();
      const asked = await strangersFirst(known, proof, () => ({
        ...outgoingOf(request.params.id ?? "", request.json()),
        idempotencyKey: keyFrom(request),
      }));
      const endpoint = "/v1/inbox/conversations/{id}/messages";
      const preview = request.query.preview === "true";
      return answerOf(await accept({ proof, ...asked, endpoint, preview }));
    },
    { problem },
  );
};

export const handler = live(() => createHandler({ items: items(), queueOf: queue, settings: settings() }));
