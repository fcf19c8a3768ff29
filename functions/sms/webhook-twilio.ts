// POST /webhooks/twilio: what contacts write to our numbers, and what became of our messages.
import { fetchQueue, items, secrets, settings } from "#backend";
import { receiveDeps } from "../../shared/lambda/compose.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { log } from "../../shared/lambda/log.ts";
import type { WebhookParts } from "../../shared/lambda/webhook-deps.ts";
import { recordChoice } from "../../shared/messaging/contact-acts.ts";
import { receiveIncoming } from "../../shared/messaging/receive-incoming.ts";
import { recordStatuses } from "../../shared/messaging/record-statuses.ts";
import { arrivalStore } from "../../shared/store/arrivals.ts";
import { directory } from "../../shared/store/directory.ts";
import { messageStore } from "../../shared/store/messages.ts";
import { receiptStore } from "../../shared/store/receipts.ts";
import { twilioWebhook } from "./twilio-webhook.ts";

export const createHandler = (parts: WebhookParts) => {
  const now = parts.now ?? (() => new Date());
  const deps = receiveDeps(parts.items, now);
  return httpHandler(
    twilioWebhook({
      ...parts,
      now,
      directory: directory(parts.items),
      firstHeard: receiptStore(parts.items, now).firstHeard,
      receive: receiveIncoming({ ...deps, arrivals: arrivalStore(parts.items), fetches: parts.fetches }),
      choose: recordChoice(deps),
      record: recordStatuses({ messages: messageStore(parts.items), conversations: deps.conversations }),
      log,
    }),
  );
};

export const handler = live(() =>
  createHandler({ items: items(), fetches: fetchQueue(), secrets: secrets(), settings: settings() }),
);
