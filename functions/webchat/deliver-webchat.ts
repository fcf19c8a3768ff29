// The FIFO queue of the web chat: one message, part after part, into the visitor's list and onto their sockets.
import { bucket, items, queue, sockets } from "#backend";
import { type DeliverParts, deliverHandler } from "../../shared/lambda/deliver-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import type { Sockets } from "../../shared/messaging/ports.ts";
import { visitorStore } from "../../shared/store/visitors.ts";
import { webchat } from "./channel.ts";
import { webchatSender } from "./client.ts";

export const createHandler = (parts: DeliverParts & { sockets: Sockets }) => {
  const now = parts.now ?? (() => new Date());
  const visitors = visitorStore(parts.items, now);
  return deliverHandler(webchat, webchatSender({ ...parts, visitors, now }), parts);
};

export const handler = live(() =>
  createHandler({ items: items(), queue: queue("webchat"), bucket: bucket(), sockets: sockets() }),
);
