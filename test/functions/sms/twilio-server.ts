import http from "node:http";
import type { AddressInfo } from "node:net";

export interface ReceivedForm {
  method: string | undefined;
  path: string | undefined;
  authorization: string | undefined;
  contentType: string | undefined;
  body: string;
}

export type Reply = { status: number; body: unknown; headers?: Record<string, string> } | "hang up";

/** A stand-in for api.twilio.com on loopback: gives each call the next reply, and keeps what it got. */
export const twilioServer = async (...replies: Reply[]) => {
  const received: ReceivedForm[] = [];
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method, url: path, headers } = request;
    const body = Buffer.concat(chunks).toString("utf8");
    received.push({
      method,
      path,
      authorization: headers.authorization,
      contentType: headers["content-type"],
      body,
    });
    const reply = replies.shift();
    if (reply === undefined || reply === "hang up") return request.socket.destroy();
    const text = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body);
    response.writeHead(reply.status, reply.headers).end(text);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received, close };
};
