import { once } from "node:events";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import router from "find-my-way";
import { Refusal } from "../../shared/domain/errors.ts";
import type { FolderBucket } from "../../shared/embedded/bucket.ts";
import type { HttpHandler } from "../../shared/lambda/http-handler.ts";
import { log } from "../../shared/lambda/log.ts";
import { problemOf } from "../../shared/lambda/problem.ts";
import { corsHeaders } from "./cors.ts";
import { contextFor, eventOf } from "./http-event.ts";
import type { Route } from "./routes.ts";

/** What API Gateway takes (docs.aws.amazon.com/apigateway/latest/developerguide/limits.html). Bytes. */
const MAX_REQUEST_BYTES = 10 * 1024 * 1024;
const HTTP_TIMEOUT_MS = 30_000;
/** How often a stopping server looks for connections that nobody uses any more. */
const IDLE_MS = 20;

export interface ServerOptions {
  routes: Route[];
  bucket: FolderBucket;
  /** An object came to be in the bucket. */
  uploaded(key: string): void;
}

/** API Gateway and the bucket's links on one port: every route of the functions, called as on AWS. */
export const createServer = async ({ routes, bucket, uploaded }: ServerOptions): Promise<http.Server> => {
  const { find } = await table(routes);
  // Clients that offer HTTP/2 on plain HTTP send an Upgrade, too, and are answered in HTTP/1.1.
  const shouldUpgradeCallback = (request: IncomingMessage) =>
    request.headers.upgrade?.toLowerCase() === "websocket";
  const server = http.createServer({ shouldUpgradeCallback }, (request, response) => {
    // A server that is stopping answers what it has begun and lets the connection go.
    if (!server.listening) response.setHeader("connection", "close");
    void respond(request, response).catch((error) => {
      if (!response.headersSent) fail(response, error);
      else response.destroy();
    });
  });
  return server;

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url?.startsWith("/bucket/")) return serveObject(request, response);
    const cors = corsHeaders(request, "api");
    if (request.method === "OPTIONS" && request.headers["access-control-request-method"] !== undefined) {
      response.writeHead(204, cors).end();
      return;
    }
    const { handler, key, params } = find(request.method ?? "GET", request.url ?? "/");
    const event = eventOf(request, await bodyOf(request), key, params);
    const answer = await handler(event, contextFor(HTTP_TIMEOUT_MS));
    response.writeHead(answer.statusCode ?? 200, { ...(answer.headers as Record<string, string>), ...cors });
    response.end(request.method === "HEAD" ? undefined : answer.body);
  }

  async function serveObject(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const cors = corsHeaders(request, "bucket");
    if (request.method === "OPTIONS") {
      response.writeHead(204, cors).end();
      return;
    }
    const headers = request.headers as Record<string, string | undefined>;
    const url = new URL(request.url ?? "/", "http://bucket");
    const answer = await bucket.serve({ method: request.method ?? "GET", url, headers, body: request });
    if (answer.stored) uploaded(answer.stored.key);
    if (!request.complete) response.setHeader("connection", "close");
    response.writeHead(answer.status, { ...answer.headers, ...cors });
    if (answer.body === undefined || typeof answer.body === "string") response.end(answer.body);
    else await pipeline(Readable.fromWeb(answer.body as never), response);
  }
};

/** Takes no new connection and answers what was asked, for so many milliseconds at most. */
export const drain = async (server: http.Server, ms: number): Promise<void> => {
  const closed = once(server, "close");
  server.close();
  // What was answered just before has no `connection: close`, and is idle only now.
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_MS);
  const timer = setTimeout(() => server.closeAllConnections(), ms);
  await closed;
  clearInterval(idle);
  clearTimeout(timer);
};

interface Found {
  handler: HttpHandler;
  key: string;
  params: Record<string, string | undefined>;
}

const table = async (routes: Route[]): Promise<{ find(method: string, url: string): Found }> => {
  const matcher = router({ ignoreTrailingSlash: false, caseSensitive: true });
  let fallback: HttpHandler | undefined;
  await Promise.all(
    routes.map(async ({ method, path, file }) => {
      const { handler } = (await import(file)) as { handler: HttpHandler };
      if (path === "$default") fallback = handler;
      else {
        const pattern = path.replace(/\{(\w+)\}/g, ":$1");
        matcher.on(method as "GET", pattern, () => {}, { handler, key: `${method} ${path}` });
      }
    }),
  );
  return {
    find(method, url) {
      const found = matcher.find(method as "GET", url.split("?", 1)[0]!);
      if (!found) return { handler: fallback!, key: "$default", params: {} };
      const { handler, key } = found.store as { handler: HttpHandler; key: string };
      return { handler, key, params: found.params };
    },
  };
};

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_REQUEST_BYTES) throw new Refusal(413, "The request is larger than 10 MB.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const fail = (response: ServerResponse, error: unknown): void => {
  if (!(error instanceof Refusal)) log.error({ error }, "a request failed before it reached its function");
  const { retryAfter, ...problem } = problemOf(error);
  response.writeHead(problem.status, { "content-type": "application/problem+json", connection: "close" });
  response.end(JSON.stringify(problem));
};
