// The FIFO queue of the playground: one message, part after part, to a simulated contact that reacts.
import { bucket, items, queue } from "#backend";
import { receiveDeps } from "../../shared/lambda/compose.ts";
import { type DeliverParts, deliverHandler } from "../../shared/lambda/deliver-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { receiveFrom } from "../../shared/messaging/receive-incoming.ts";
import { recordStatuses } from "../../shared/messaging/record-statuses.ts";
import { conversationStore } from "../../shared/store/conversations.ts";
import { messageStore } from "../../shared/store/messages.ts";
import { playground } from "./channel.ts";
import { playgroundSender } from "./client.ts";

export const createHandler = (parts: DeliverParts) => {
  const now = parts.now ?? (() => new Date());
  const messages = messageStore(parts.items);
  const sender = playgroundSender({
    now,
    messages,
    conversations: conversationStore(parts.items),
    recordStatuses: recordStatuses({ messages }),
    receiveIncoming: receiveFrom(receiveDeps(parts.items, now)),
  });
  return deliverHandler(playground, sender, parts);
};

export const handler = live(() =>
  createHandler({ items: items(), queue: queue("playground"), bucket: bucket() }),
);
