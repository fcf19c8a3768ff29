// GET and POST /webhooks/x: X's challenge, and what happens in our accounts' direct messages.
import { fetchQueue, items, secrets, settings } from "#backend";
import { Refusal } from "../../shared/domain/errors.ts";
import { receiveDeps } from "../../shared/lambda/compose.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { type WebhookParts, webhookDeps } from "../../shared/lambda/webhook-deps.ts";
import { applyReading, signedJson } from "../../shared/lambda/webhook-reading.ts";
import { newest } from "../../shared/messaging/secret-values.ts";
import { answerChallenge } from "./challenge.ts";
import { readWebhook } from "./read-webhook.ts";
import { isSignedByX } from "./signature.ts";

export const createHandler = (parts: WebhookParts) => {
  const deps = webhookDeps(parts, receiveDeps(parts.items, parts.now));
  return httpHandler(async (request) => {
    const name = parts.settings.secretNames.xConsumer;
    if (request.method === "GET")
      return answerChallenge(request.query.crc_token, await newest(parts.secrets, name));
    const raw = request.raw();
    if (!isSignedByX(raw, request.header("x-twitter-webhooks-signature"), await parts.secrets.get(name)))
      throw new Refusal(401, "Invalid signature");
    await applyReading(deps, "x", readWebhook(signedJson(raw)));
    return { status: 200, body: { received: true } };
  });
};

export const handler = live(() =>
  createHandler({ items: items(), fetches: fetchQueue(), secrets: secrets(), settings: settings() }),
);
