// GET and POST /webhooks/instagram: Meta's challenge, and what happens on Instagram.
import { fetchQueue, items, secrets, settings } from "#backend";
import { receiveDeps } from "../../shared/lambda/compose.ts";
import { live } from "../../shared/lambda/live.ts";
import { metaWebhook } from "../../shared/lambda/meta-webhook.ts";
import { pageReading, type WebhookParts, webhookDeps } from "../../shared/lambda/webhook-deps.ts";
import { incomingOf, receiptsOf, statusesOf, unknownOf } from "./statuses.ts";

export const createHandler = (parts: WebhookParts) =>
  metaWebhook({
    ...webhookDeps(parts, receiveDeps(parts.items, parts.now)),
    channel: "instagram",
    read: (body) =>
      pageReading({
        heard: incomingOf(body),
        reported: statusesOf(body),
        receipts: receiptsOf(body),
        unknown: unknownOf(body),
      }),
  });

export const handler = live(() =>
  createHandler({ items: items(), fetches: fetchQueue(), secrets: secrets(), settings: settings() }),
);
