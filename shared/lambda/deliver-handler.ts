import { bury } from "../messaging/bury.ts";
import type { ChannelRules, Sender } from "../messaging/channel-ports.ts";
import { deliver } from "../messaging/deliver.ts";
import type { Bucket } from "../messaging/file-ports.ts";
import { createPacing } from "../messaging/pacing.ts";
import type { DeliveryQueue, Now } from "../messaging/ports.ts";
import { conversationStore } from "../store/conversations.ts";
import { deadLetterStore } from "../store/dead-letters.ts";
import { dueStore } from "../store/due.ts";
import { fileStore } from "../store/files.ts";
import type { Items } from "../store/items.ts";
import { messageStore } from "../store/messages.ts";
import { pauseStore } from "../store/pauses.ts";
import { log } from "./log.ts";
import { type QueueHandler, queueHandler } from "./queue-handler.ts";

/** What a delivery worker is made of, beside its channel's rules and sender. */
export interface DeliverParts {
  items: Items;
  queue: DeliveryQueue & { changeVisibility(receipt: string, seconds: number): Promise<void> };
  bucket: Bucket;
  now?: Now;
}

export const deliverHandler = (rules: ChannelRules, sender: Sender, parts: DeliverParts): QueueHandler => {
  const { items, queue, bucket, now = () => new Date() } = parts;
  const messages = messageStore(items);
  const due = dueStore(items);
  const putAway = bury({ letters: deadLetterStore(items), messages, due, now, log });
  return queueHandler({
    deliver: deliver({
      messages,
      conversations: conversationStore(items),
      files: fileStore(items),
      pauses: pauseStore(items),
      pacing: createPacing(rules.rate, now, rules.streamRate),
      random: Math.random,
      due,
      checkFile: (kind, file) => rules.checkFile(kind, file, ""),
      bucket,
      sender,
      now,
      log,
    }),
    changeVisibility: (receipt, seconds) => queue.changeVisibility(receipt, seconds),
    bury: (job) => putAway({ ...job, channel: rules.channel }),
  });
};
