import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { log } from "../../shared/lambda/log.ts";
import { hashKey } from "../../shared/messaging/caller.ts";
import type { Directory } from "../../shared/messaging/directory-ports.ts";
import type { EventStore } from "../../shared/messaging/event-ports.ts";
import { CLOSE, readMemberFrame } from "../../shared/messaging/member-frames.ts";
import { closeEndpoint } from "./close-endpoint.ts";
import { follow } from "./follow.ts";

export interface MemberParts {
  directory: Pick<Directory, "holderOf">;
  events: EventStore;
  /** Calls the listener whenever something may have been written. */
  onCommit(listener: () => void): void;
}

/** How long a connection may stay open without a key. */
const PATIENCE_MS = 10_000;

/** The members' socket: `auth`, then `catch_up`, and the organization's events come in order, old and new. */
export const serveMembers = (
  server: Server,
  path: string,
  parts: MemberParts,
): { close(): Promise<void> } => {
  const endpoint = new WebSocketServer({ noServer: true, maxPayload: 4 * 1024 });
  const following = new WeakMap<WebSocket, () => void>();
  parts.onCommit(() => {
    for (const socket of endpoint.clients) following.get(socket)?.();
  });
  server.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    // Other paths are answered elsewhere, whatever they look like.
    if (request.url?.split("?", 1)[0] !== path) return;
    stream.on("error", () => stream.destroy());
    endpoint.handleUpgrade(request, stream, head, (socket) => open(socket));
  });

  function open(socket: WebSocket): void {
    let organization: number | undefined;
    const patience = setTimeout(() => socket.close(CLOSE.unauthenticated, "No key"), PATIENCE_MS);

    const take = async (text: string): Promise<void> => {
      const frame = readMemberFrame(text);
      if (!frame) return socket.close(CLOSE.malformed, "No frame of this socket");
      if (frame.type === "auth") {
        const holder = await parts.directory.holderOf(hashKey(frame.key));
        if (!holder) return socket.close(CLOSE.unauthenticated, "Invalid API key");
        clearTimeout(patience);
        organization = holder.organization_id;
        socket.send(JSON.stringify({ type: "ready" }));
        return;
      }
      if (organization === undefined) return socket.close(CLOSE.unauthenticated, "No key");
      if (following.has(socket)) return socket.close(CLOSE.malformed, "This socket follows already");
      const wake = follow(parts.events, organization, frame.after_seq, socket);
      following.set(socket, wake);
      wake();
    };

    let turn = Promise.resolve();
    socket.on("message", (data) => {
      // Frames are taken one by one; what comes meanwhile waits at its sender.
      socket.pause();
      turn = turn
        .then(() => take(String(data)))
        .then(
          () => socket.resume(),
          (error) => {
            log.error({ error }, "a member's frame could not be taken");
            socket.terminate();
          },
        );
    });
    socket.on("error", (error) => log.warn({ error }, "a member's socket broke"));
    socket.on("close", () => clearTimeout(patience));
  }

  return {
    async close() {
      await closeEndpoint(endpoint);
    },
  };
};
