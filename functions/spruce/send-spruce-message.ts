// POST /v1/conversations/{conversationId}/messages: a message or a note as Spruce's clients post one, on any channel.
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
import { renamed } from "./paths.ts";
import { SPRUCE } from "./problem.ts";

export const createHandler = (parts: AnyChannelParts) => {
  const accept = acceptOnAny(parts, channels);
  const known = reader(parts.items);
  return httpHandler(async (request) => {
    const proof = request.proof();
    const { body, rename, idempotencyKey } = await strangersFirst(known, proof, () => ({
      ...outgoingOf(request.params.conversationId ?? "", request.json()),
      idempotencyKey: keyFrom(request),
    }));
    const endpoint = "/v1/conversations/{conversationId}/messages";
    const preview = request.query.preview === "true";
    return answerOf(
      await renamed(rename, () => accept({ proof, body, idempotencyKey, endpoint, preview, tracked: true })),
    );
  }, SPRUCE);
};

export const handler = live(() => createHandler({ items: items(), queueOf: queue, settings: settings() }));
