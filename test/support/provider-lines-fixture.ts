import { afterEach, beforeEach, expect } from "vitest";
import { createLines, type Lines, type Request } from "../../shared/providers/lines.ts";
import { answer, type RawServer, type Reaction, rawServer } from "./provider-lines.ts";

/** Until it holds; a test that waits for ever fails by its own time limit. */
export const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await turns(1);
};
export const turns = async (count = 20): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};
export const requestTo = (origin: string, body = "hello"): Request => ({
  url: new URL("/messages", origin),
  method: "POST",
  headers: { "content-type": "text/plain" },
  body,
});

/**
 * For each test: four lines to a raw server that answers `{}` until it is told otherwise, and a clock at 0. With
 * `secure` they speak over TLS, and the lines trust its certificate.
 */
export const linesInTests = (secure?: { key: string; cert: string }) => {
  const clock = { ms: 0 };
  const unhandled: unknown[] = [];
  const note = (error: unknown) => unhandled.push(error);
  const at = {
    clock,
    server: undefined as unknown as RawServer,
    lines: undefined as unknown as Lines,
    react: undefined as unknown as Reaction,
    request: (body?: string) => requestTo(at.server.origin, body),
    send: async (timeoutMs = 5_000) => (await at.lines.take(at.request())).exchange(timeoutMs),
  };
  beforeEach(async () => {
    clock.ms = 0;
    at.react = (socket) => void socket.write(answer("{}"));
    at.server = await rawServer((...args) => at.react(...args), secure);
    at.lines = createLines(4, () => clock.ms, secure?.cert);
    process.on("uncaughtException", note);
  });
  afterEach(async () => {
    at.lines.close();
    await at.server.stop();
    process.off("uncaughtException", note);
    expect(unhandled.splice(0)).toEqual([]);
  });
  return at;
};
