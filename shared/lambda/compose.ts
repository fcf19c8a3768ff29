import type { Channel } from "../domain/channel.ts";
import { createIds } from "../domain/ids.ts";
import { type AcceptDeps, type AnywhereDeps, acceptAnywhere } from "../messaging/accept-outgoing.ts";
import type { ChannelRules } from "../messaging/channel-ports.ts";
import type { DeliveryQueue, Now } from "../messaging/ports.ts";
import type { PreviewDeps } from "../messaging/preview-everywhere.ts";
import type { ReceiveDeps } from "../messaging/receive-incoming.ts";
import type { Settings } from "../messaging/settings.ts";
import { createWatch } from "../messaging/sweep.ts";
import { conversationStore } from "../store/conversations.ts";
import { directory } from "../store/directory.ts";
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

/** The same for those that write into conversations of every channel. */
export interface AnyChannelParts extends Omit<AcceptParts, "queue"> {
  queueOf: (channel: Channel) => DeliveryQueue;
}

const clock: Now = () => new Date();

export const acceptDeps = ({ queue, ...parts }: AcceptParts): AcceptDeps => ({
  ...anywhereDeps(parts),
  queue,
});

const anywhereDeps = ({ items, settings, now = clock }: Omit<AcceptParts, "queue">): AnywhereDeps => ({
  reader: reader(items),
  messages: messageStore(items),
  conversations: conversationStore(items),
  idempotency: idempotencyStore(items),
  watch: createWatch(dueStore(items)),
  ids: createIds(),
  own: { bucket: settings.bucketName, origin: settings.publicUrl },
  now,
  log,
});

/** The one use case by which messages leave, on whatever channel their conversation is. */
export const acceptOnAny = ({ queueOf, ...parts }: AnyChannelParts, rules: Record<Channel, ChannelRules>) =>
  acceptAnywhere(anywhereDeps(parts), (channel) => ({ rules: rules[channel], queue: queueOf(channel) }));

/** What shows a message without taking it. */
export type PreviewParts = Omit<AcceptParts, "queue">;

export const previewDeps = ({ items, settings, now = clock }: PreviewParts): PreviewDeps => ({
  reader: reader(items),
  directory: directory(items),
  own: { bucket: settings.bucketName, origin: settings.publicUrl },
  ids: createIds(),
  now,
});

export const receiveDeps = (items: Items, now: Now = clock): ReceiveDeps => ({
  conversations: conversationStore(items),
  messages: messageStore(items),
  ids: createIds(),
  now,
});
