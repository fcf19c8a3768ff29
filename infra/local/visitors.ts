import { randomUUID } from "node:crypto";
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { LocalSockets } from "../../shared/embedded/sockets.ts";
import { log } from "../../shared/lambda/log.ts";
import type { SocketEvent, SocketHandler } from "../../shared/lambda/socket-handler.ts";
import { closeEndpoint } from "./close-endpoint.ts";

/** Frames of one connection that may wait for their turn. */
const MAX_WAITING = 32;

/**
 * API Gateway's WebSocket API for the one-machine server: the same handler, called with the same events. `others` are
 * paths that somebody else answers.
 */
export const serveVisitors = (
  server: Server,
  path: string,
  handler: SocketHandler,
  sockets: LocalSockets,
  others: string[] = [],
): { close(): Promise<void> } => {
  const endpoint = new WebSocketServer({ noServer: true, maxPayload: 128 * 1024 });
  /** What is still to be handled of each connection. */
  const turns = new Map<string, Promise<unknown>>();
  server.on("upgrade", (request, stream, head) => {
    // Node takes its own listener off before this one is called; a peer's reset must not end the process.
    stream.on("error", () => stream.destroy());
    void upgrade(request, stream, head).catch((error) => {
      log.error({ error }, "a web socket could not be opened");
      stream.destroy();
    });
  });

  async function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    const url = new URL(request.url ?? "/", "http://visitors");
    if (others.includes(url.pathname)) return;
    if (url.pathname !== path) return refuse(stream, "404 Not Found");
    const id = randomUUID();
    const query = Object.fromEntries(url.searchParams);
    const answer = (await handler(eventOf("CONNECT", id, { query }))) as { statusCode: number };
    if (answer.statusCode !== 200) {
      return refuse(stream, answer.statusCode === 401 ? "401 Unauthorized" : "500 Internal Server Error");
    }
    endpoint.handleUpgrade(request, stream, head, (socket) => open(id, socket));
  }

  /** Frames of one connection are handled in order, and no more are read than can wait for their turn. */
  function open(id: string, socket: WebSocket): void {
    sockets.attach(id, { send: (text) => sendTo(socket, text), cut: () => socket.terminate() });
    let waiting = 0;
    turns.set(id, Promise.resolve());
    const next = (event: SocketEvent) => {
      waiting += 1;
      if (waiting === MAX_WAITING) socket.pause();
      const turn = turns.get(id)!.then(async () => {
        await handler(event);
        waiting -= 1;
        if (socket.isPaused) socket.resume();
      });
      turns.set(id, turn);
      return turn;
    };
    socket.on("message", (data) => void next(eventOf("MESSAGE", id, { body: String(data) })));
    socket.on("error", (error) => log.warn({ error }, "a web socket broke"));
    socket.on("close", () => {
      sockets.detach(id);
      void next(eventOf("DISCONNECT", id, {})).then(() => turns.delete(id));
    });
  }

  return {
    async close() {
      await closeEndpoint(endpoint);
      await Promise.all(turns.values());
    },
  };
};

const sendTo = (socket: WebSocket, text: string): Promise<void> =>
  new Promise((resolve, reject) => socket.send(text, (error) => (error ? reject(error) : resolve())));

const refuse = (stream: Duplex, status: string): void => {
  stream.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
};

const ROUTES = { CONNECT: "$connect", MESSAGE: "$default", DISCONNECT: "$disconnect" } as const;

const eventOf = (
  eventType: keyof typeof ROUTES,
  connectionId: string,
  { query, body }: { query?: Record<string, string>; body?: string },
): SocketEvent => ({
  requestContext: {
    routeKey: ROUTES[eventType],
    eventType,
    messageId: "",
    extendedRequestId: "",
    requestTime: "",
    messageDirection: "IN",
    stage: "local",
    connectedAt: 0,
    requestTimeEpoch: 0,
    requestId: randomUUID(),
    domainName: "local",
    connectionId,
    apiId: "local",
  },
  isBase64Encoded: false,
  ...(query && { queryStringParameters: query }),
  ...(body !== undefined && { body }),
});
