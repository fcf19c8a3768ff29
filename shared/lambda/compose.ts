import { createIds } from "../domain/ids.ts";
import type { AcceptDeps } from "../messaging/accept-outgoing.ts";
import type { DeliveryQueue, Now } from "../messaging/ports.ts";
import type { ReceiveDeps } from "../messaging/receive-incoming.ts";
import type { Settings } from "../messaging/settings.ts";
import { createWatch } from "../messaging/sweep.ts";
import { conversationStore } from "../store/conversations.ts";
import { dueStore } from "../store/due.ts";
import { idempotencyStore } from "../store/idempotency.ts";
import type { Items } from "../store/items.ts";
import { messageStore } from "../store/messages.ts";
import { reader } from "../store/reader.ts";
import { log } from "./log.ts";

/** What the six endpoints are made of; tests hand in another clock or backend. */
export interface AcceptParts {
  items: Items;
  queue: DeliveryQueue;
  settings: Pick<Settings, "bucketName" | "publicUrl">;
  now?: Now;
}

const clock: Now = () => new Date();

export const acceptDeps = ({ items, queue, settings, now = clock }: AcceptParts): AcceptDeps => ({
  reader: reader(items),
  messages: messageStore(items),
  conversations: conversationStore(items),
  idempotency: idempotencyStore(items),
  queue,
  watch: createWatch(dueStore(items)),
  ids: createIds(),
  own: { bucket: settings.bucketName, origin: settings.publicUrl },
  now,
  log,
});

export const receiveDeps = (items: Items, now: Now = clock): ReceiveDeps => ({
  conversations: conversationStore(items),
  messages: messageStore(items),
  ids: createIds(),
  now,
});
