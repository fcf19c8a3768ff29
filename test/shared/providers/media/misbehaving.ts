import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";
import type { Brought, NotFetched } from "../../../../shared/messaging/fetch-ports.ts";
import { download, type Located } from "../../../../shared/providers/media/download.ts";
import { guardOf } from "../../../../shared/providers/media/guard.ts";

export interface Asked {
  path: string;
  headers: IncomingMessage["headers"];
}
export type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

/** A server of a provider's that behaves as it is told, on a port of its own; it ends with its test. */
const running = new Set<() => Promise<void>>();
/** The operator named each of them as a provider's. */
const named: string[] = [];
afterEach(async () => {
  await Promise.all([...running].map((stop) => stop()));
  named.length = 0;
});

export interface Running {
  origin: string;
  asked: Asked[];
  stop(): Promise<void>;
}

export const server = async (behave: Behaviour): Promise<Running> => {
  const asked: Asked[] = [];
  const http = createServer((request, response) => {
    asked.push({ path: request.url ?? "", headers: request.headers });
    response.on("error", () => {});
    behave(request, response);
  }).listen(0, "127.0.0.1");
  await once(http, "listening");
  const stop = async () => {
    running.delete(stop);
    http.closeAllConnections();
    http.close();
    await once(http, "close");
  };
  running.add(stop);
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  named.push(origin);
  return { origin, asked, stop };
};

export const fetchFrom = (
  located: Omit<Located, "headers"> & Partial<Located>,
  { limit, signal = new AbortController().signal }: { limit?: number; signal?: AbortSignal } = {},
): Promise<Brought> => download({ headers: {}, ...located }, guardOf(named), signal, limit);

/** What came, as text; its scratch file is given back. */
export const textOf = async (coming: Promise<Brought>): Promise<string> => {
  await using brought = await coming;
  const chunks: Uint8Array[] = [];
  for await (const chunk of brought.bytes()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

/** Why it did not come, and whether it may yet. */
export const reasonOf = async (coming: Promise<Brought>): Promise<[string, boolean]> => {
  const error = (await coming.then(
    () => new Error("It came"),
    (reason: unknown) => reason,
  )) as NotFetched;
  if (error.failure === undefined) throw error;
  return [error.failure.code, error.again];
};
