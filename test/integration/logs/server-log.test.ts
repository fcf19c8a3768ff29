import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DEMO } from "../../../infra/local/demo.ts";
import { drained } from "../crash/load.ts";
import { CANARIES, leaksIn } from "./canaries.ts";
import { chat, hear, write } from "./canary-flows.ts";
import { startTalking } from "./talking-server.ts";

let folder: string;
let server: Awaited<ReturnType<typeof startTalking>>;
let log: string;
/** What only this run knows: the signatures of its own links. */
const made: Record<string, string> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "talking-"));
  server = await startTalking(folder);
  try {
    await write(server, made);
    await hear(server, made);
    await chat(server);
    await drained(
      server.origin,
      Object.values(DEMO).map(({ conversation }) => conversation),
    );
  } finally {
    log = await server.stop();
  }
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

it("says what happened, and nothing of what was said, by whom, or with which secret", () => {
  expect(log).toContain("a webhook named an account that is not known here");
  expect(log).toContain('"signal":"SIGTERM"');
  expect(Object.values(made).every((value) => value.length > 20)).toBe(true);
  expect(leaksIn(log, { ...CANARIES, ...made })).toEqual([]);
});

it.each(Object.entries(CANARIES))("would show %s if it were logged, whole or escaped", (name, canary) => {
  for (const form of [
    canary,
    JSON.stringify(canary),
    encodeURIComponent(canary),
    JSON.stringify(JSON.stringify(canary)),
  ]) {
    expect(leaksIn(`${log}${form}`, CANARIES)).toEqual([name]);
  }
});
