import { randomUUID } from "node:crypto";
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { LocalSockets } from "../../shared/embedded/sockets.ts";
import { log } from "../../shared/lambda/log.ts";
import type { SocketEvent, SocketHandler } from "../../shared/lambda/socket-handler.ts";

/** API Gateway's WebSocket API for the one-machine server: the same handler, called with the same events. */
export const serveVisitors = (
  server: Server,
  path: string,
  handler: SocketHandler,
  sockets: LocalSockets,
): { close(): void } => {
  const endpoint = new WebSocketServer({ noServer: true, maxPayload: 128 * 1024 });
  server.on("upgrade", (request, stream, head) => {
    void upgrade(request, stream, head).catch((error) => {
      log.error({ error }, "a web socket could not be opened");
      stream.destroy();
    });
  });

  async function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    const url = new URL(request.url ?? "/", "http://visitors");
    if (url.pathname !== path) return refuse(stream, "404 Not Found");
    const id = randomUUID();
    const query = Object.fromEntries(url.searchParams);
    const answer = (await handler(eventOf("CONNECT", id, { query }))) as { statusCode: number };
    if (answer.statusCode !== 200) {
      return refuse(stream, answer.statusCode === 401 ? "401 Unauthorized" : "500 Internal Server Error");
    }
    endpoint.handleUpgrade(request, stream, head, (socket) => open(id, socket));
  }

  /** Frames of one connection are handled in order. */
  function open(id: string, socket: WebSocket): void {
    sockets.attach(id, (text) => socket.send(text));
    let turn: Promise<unknown> = Promise.resolve();
    const next = (event: SocketEvent) => {
      turn = turn.then(() => handler(event));
    };
    socket.on("message", (data) => next(eventOf("MESSAGE", id, { body: String(data) })));
    socket.on("error", (error) => log.warn({ error }, "a web socket broke"));
    socket.on("close", () => {
      sockets.detach(id);
      next(eventOf("DISCONNECT", id, {}));
    });
  }

  return {
    close: () => {
      for (const socket of endpoint.clients) socket.terminate();
      endpoint.close();
    },
  };
};

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
