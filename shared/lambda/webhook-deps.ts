import { applyReceipts } from "../messaging/apply-receipts.ts";
import { recordAct, recordChoice } from "../messaging/contact-acts.ts";
import type { FetchQueue } from "../messaging/fetch-ports.ts";
import { noteEchoes } from "../messaging/note-echoes.ts";
import { noteSent } from "../messaging/note-sent.ts";
import type { Now, Secrets } from "../messaging/ports.ts";
import { type ReceiveDeps, receiveIncoming } from "../messaging/receive-incoming.ts";
import { recordStatuses } from "../messaging/record-statuses.ts";
import type { Settings } from "../messaging/settings.ts";
import type { ReportedBy } from "../providers/meta-graph/page-echoes.ts";
import type { ReceiptsBy } from "../providers/meta-graph/page-receipts.ts";
import type { HeardBy } from "../providers/meta-graph/page-webhooks.ts";
import { arrivalStore } from "../store/arrivals.ts";
import { directory } from "../store/directory.ts";
import type { Items } from "../store/items.ts";
import { messageStore } from "../store/messages.ts";
import { reportStore } from "../store/reports.ts";
import type { MetaWebhookDeps } from "./meta-webhook.ts";
import type { Reading } from "./webhook-reading.ts";

/** What a webhook is made of. */
export interface WebhookParts {
  items: Items;
  fetches: FetchQueue;
  secrets: Secrets;
  settings: Settings;
  now?: Now;
}

export const webhookDeps = (
  { items, fetches, secrets, settings }: WebhookParts,
  deps: ReceiveDeps,
): Omit<MetaWebhookDeps, "channel" | "read"> => {
  const messages = messageStore(items);
  const reports = reportStore(items, deps.now);
  const note = noteSent({ messages, reports });
  return {
    directory: directory(items),
    secrets,
    settings,
    receive: receiveIncoming({ ...deps, arrivals: arrivalStore(items), fetches }),
    act: recordAct(deps),
    choose: recordChoice(deps),
    record: recordStatuses({
      messages,
      noteSent: note,
      conversations: deps.conversations,
    }),
    noteEchoes: noteEchoes({ messages, reports, noteSent: note }),
    applyReceipts: applyReceipts({ messages, reports, conversations: deps.conversations, now: deps.now }),
  };
};

/** Messenger and Instagram report alike. */
export const pageReading = ({
  heard,
  reported,
  receipts,
  unknown,
}: {
  heard: HeardBy[];
  reported: ReportedBy[];
  receipts: ReceiptsBy[];
  unknown: string[];
}): Reading => ({
  heard: heard.map(({ providerAccountId, messages, acts }) => ({
    providerAccountId,
    messages: messages.map(({ from, adReferral, ...message }) => ({
      ...message,
      from: { address: from },
      afterAd: adReferral,
    })),
    acts: acts.map(({ from, ...act }) => ({ ...act, from: { address: from } })),
    choices: [],
  })),
  reported,
  receipts,
  unknown,
});
