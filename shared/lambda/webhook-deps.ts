import type { Now, Secrets } from "../messaging/ports.ts";
import { type ReceiveDeps, receiveIncoming } from "../messaging/receive-incoming.ts";
import { recordStatuses } from "../messaging/record-statuses.ts";
import type { Settings } from "../messaging/settings.ts";
import type { HeardBy, ReportedBy } from "../providers/meta-graph/page-webhooks.ts";
import { directory } from "../store/directory.ts";
import type { Items } from "../store/items.ts";
import { messageStore } from "../store/messages.ts";
import type { MetaWebhookDeps, Reading } from "./meta-webhook.ts";

/** What a webhook is made of. */
export interface WebhookParts {
  items: Items;
  secrets: Secrets;
  settings: Settings;
  now?: Now;
}

export const webhookDeps = (
  { items, secrets, settings }: WebhookParts,
  deps: ReceiveDeps,
): Omit<MetaWebhookDeps, "channel" | "read"> => ({
  directory: directory(items),
  secrets,
  settings,
  receive: receiveIncoming(deps),
  record: recordStatuses({ messages: messageStore(items) }),
});

/** Messenger and Instagram report alike. */
export const pageReading = (heard: HeardBy[], reported: ReportedBy[]): Reading => ({
  heard: heard.map(({ providerAccountId, messages }) => ({
    providerAccountId,
    messages: messages.map(({ from, adReferral, ...message }) => ({
      ...message,
      from: { address: from },
      afterAd: adReferral,
    })),
  })),
  reported,
});
