import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";

/** What a raw server does with one request: writes what it likes, or ends the connection as it likes. */
export type Reaction = (socket: Socket, request: string, count: number) => void;

export interface RawServer {
  origin: string;
  /** Every byte of every connection, in order. */
  heard: string[];
  /** Connections opened so far, and open now. */
  opened(): number;
  open(): number;
  /** The connections open now. */
  sockets: Set<Socket>;
  stop(): Promise<void>;
}

/**
 * A server on loopback that speaks bytes: what a provider does between the lines of HTTP. With `secure` it speaks them
 * over TLS; `sockets` are those underneath.
 */
export const rawServer = async (react: Reaction, secure?: TlsOptions): Promise<RawServer> => {
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  let opened = 0;
  let count = 0;
  const speak = (socket: Socket) => {
    let unread = "";
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      heard.push(String(chunk));
      unread += chunk;
      const [head = "", body] = unread.split("\r\n\r\n", 2);
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (body === undefined || Buffer.byteLength(body) < length) return;
      const request = unread;
      unread = "";
      react(socket, request, ++count);
    });
  };
  const server: Server = secure ? createTlsServer(secure, speak) : createServer(speak);
  server.on("connection", (socket) => {
    opened += 1;
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `${secure ? "https" : "http"}://127.0.0.1:${(server.address() as { port: number }).port}`,
    heard,
    opened: () => opened,
    open: () => sockets.size,
    sockets,
    async stop() {
      for (const socket of sockets) socket.destroy();
      const closed = once(server, "close");
      server.close();
      await closed;
    },
  };
};

export const answer = (body: string, headers = ""): string =>
  `HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`;
