// The WebSocket API: a visitor's connection ($connect, $disconnect) and the frames they send ($default).
import { bucket, items, sockets } from "#backend";
import { receiveDeps } from "../../shared/lambda/compose.ts";
import { live } from "../../shared/lambda/live.ts";
import { socketHandler } from "../../shared/lambda/socket-handler.ts";
import type { Bucket } from "../../shared/messaging/file-ports.ts";
import type { Now, Sockets } from "../../shared/messaging/ports.ts";
import { receiveFrom } from "../../shared/messaging/receive-incoming.ts";
import { recordStatuses } from "../../shared/messaging/record-statuses.ts";
import { conversationStore } from "../../shared/store/conversations.ts";
import type { Items } from "../../shared/store/items.ts";
import { messageStore } from "../../shared/store/messages.ts";
import { visitorStore } from "../../shared/store/visitors.ts";
import { visitorSocket } from "./visitor-socket.ts";

export const createHandler = (parts: { items: Items; bucket: Bucket; sockets: Sockets; now?: Now }) => {
  const now = parts.now ?? (() => new Date());
  const socket = visitorSocket({
    conversations: conversationStore(parts.items),
    visitors: visitorStore(parts.items, now),
    bucket: parts.bucket,
    sockets: parts.sockets,
    recordStatuses: recordStatuses({ messages: messageStore(parts.items) }),
    receiveIncoming: receiveFrom(receiveDeps(parts.items, now)),
    now,
  });
  return socketHandler(socket, parts.sockets);
};

export const handler = live(() => createHandler({ items: items(), bucket: bucket(), sockets: sockets() }));
