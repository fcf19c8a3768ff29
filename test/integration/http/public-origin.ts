import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { createHandler as createMediaLink } from "../../../functions/attachments/media-link.ts";
import { call } from "../../support/calls.ts";
import type { Embedded } from "../../support/embedded.ts";

/** What providers fetch from us: `/bucket/…` and `/media/{token}`, on loopback; the backend's links lead here. */
export const servePublic = async (embedded: Embedded) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url?.split("/")[1]}`);
    respond(embedded, request, response).catch((error) => response.destroy(error));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  embedded.settings.publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    /** Methods and first path segments, in the order they were asked for. */
    asked,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};

const respond = (embedded: Embedded, request: IncomingMessage, response: ServerResponse): Promise<void> =>
  request.url?.startsWith("/bucket/")
    ? object(embedded, request, response)
    : media(embedded, request, response);

const object = async (embedded: Embedded, request: IncomingMessage, response: ServerResponse) => {
  const { status, headers, body } = await embedded.bucket.serve({
    method: request.method ?? "",
    url: new URL(request.url ?? "/", embedded.settings.publicUrl),
    headers: request.headers as Record<string, string | undefined>,
    body: request,
  });
  response.writeHead(status, headers);
  if (typeof body === "object") Readable.fromWeb(body as never).pipe(response);
  else response.end(body);
};

const media = async (embedded: Embedded, request: IncomingMessage, response: ServerResponse) => {
  const token = request.url?.replace("/media/", "") ?? "";
  const answer = await call(createMediaLink(embedded.parts()), `${request.method} /media/{token}`, {
    params: { token },
    key: null,
  });
  response.writeHead(answer.status, answer.headers).end(answer.text);
};
