import { once } from "node:events";
import type { WebSocketServer } from "ws";

/** Cuts every connection, and ends when all of them are closed. */
export const closeEndpoint = async (endpoint: WebSocketServer): Promise<void> => {
  const closed = [...endpoint.clients].map((socket) => once(socket, "close"));
  for (const socket of endpoint.clients) socket.terminate();
  endpoint.close();
  await Promise.all(closed);
};
