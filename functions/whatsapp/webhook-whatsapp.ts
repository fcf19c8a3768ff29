// GET and POST /webhooks/whatsapp: Meta's challenge, and what happens on WhatsApp.
import { fetchQueue, items, secrets, settings } from "#backend";
import { receiveDeps } from "../../shared/lambda/compose.ts";
import { live } from "../../shared/lambda/live.ts";
import { metaWebhook } from "../../shared/lambda/meta-webhook.ts";
import { type WebhookParts, webhookDeps } from "../../shared/lambda/webhook-deps.ts";
import { readWebhook } from "./read-webhook.ts";

export const createHandler = (parts: WebhookParts) =>
  metaWebhook({
    ...webhookDeps(parts, receiveDeps(parts.items, parts.now)),
    channel: "whatsapp",
    read: readWebhook,
  });

export const handler = live(() =>
  createHandler({ items: items(), fetches: fetchQueue(), secrets: secrets(), settings: settings() }),
);
