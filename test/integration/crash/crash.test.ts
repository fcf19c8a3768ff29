import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startProvider } from "../../support/provider-process.ts";
import { type Accepted, drained, judge, tenBubbles, writeTo } from "./load.ts";
import { openConversations } from "./people.ts";
import { endServers, startServer } from "./server-process.ts";

const CONVERSATIONS = 10;
/** Messages a conversation gets between two kills; more than the provider takes in that time. */
const EACH = 9;
/** `CRASH_KILLS=20 npx vitest run test/integration/crash` kills it twenty times. */
const KILLS = Number(process.env.CRASH_KILLS ?? 2);
const PROVIDER_MS = 200;

let folder: string;
let provider: Awaited<ReturnType<typeof startProvider>>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "crash-"));
  provider = await startProvider(PROVIDER_MS);
});
afterEach(async () => {
  endServers();
  await provider.stop();
  await rm(folder, { recursive: true, force: true });
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const total = (accepted: Accepted) => Array.from(accepted.values()).flat().length;
/** Until so many more messages are accepted. */
const more = async (accepted: Accepted, count: number) => {
  const goal = total(accepted) + count;
  while (total(accepted) < goal) await pause(1);
};
const conversationsAt = async (origin: string): Promise<Accepted> =>
  new Map((await openConversations(origin, CONVERSATIONS)).map((id) => [id, []]));

it(`killed ${KILLS} times under load, it loses nothing, sends nothing twice and nothing out of order`, {
  timeout: 30_000 + KILLS * 10_000,
}, async () => {
  let server = await startServer(folder, provider.origin);
  const accepted = await conversationsAt(server.origin);
  const kills: number[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    // Once while messages are still accepted, once while there is only a backlog, and so on.
    const killed = (kill % 2 === 0 ? more(accepted, 30) : pause(700)).then(server.kill);
    const [at] = await Promise.all([killed, writeTo(server.origin, accepted, EACH)]);
    kills.push(at);
    server = await startServer(folder, provider.origin);
  }
  await writeTo(server.origin, accepted, 2);
  const shown = await drained(server.origin, accepted.keys());
  const verdict = judge(accepted, shown, await provider.sends(), kills);
  const { code } = await server.terminate();

  console.log(
    `${KILLS} kills: ${verdict.accepted} messages accepted, ${verdict.parts} parts sent, ` +
      `${verdict.unknown.length} unknown, ${verdict.lost.length} lost, ${verdict.twice.length} twice, ` +
      `${verdict.disordered.length} conversations out of order`,
  );
  expect(verdict).toMatchObject({ lost: [], unsent: [], twice: [], disordered: [], needlesslyUnknown: [] });
  const byConversation = Map.groupBy(verdict.unknown, (handle) => handle.split(".")[0]);
  for (const unknown of byConversation.values()) expect(unknown.length).toBeLessThanOrEqual(KILLS);
  expect(verdict.accepted).toBeGreaterThan(KILLS * CONVERSATIONS);
  expect(code).toBe(0);
});

it("asked to stop under load, it ends between two bubbles and leaves no outcome unknown", async () => {
  const first = await startServer(folder, provider.origin);
  const accepted = await conversationsAt(first.origin);
  const stopped = pause(300).then(first.terminate);
  const [{ code, ms }] = await Promise.all([stopped, writeTo(first.origin, accepted, 2, tenBubbles)]);
  const before = (await provider.sends()).length;
  const second = await startServer(folder, provider.origin);
  const shown = await drained(second.origin, accepted.keys());
  const verdict = judge(accepted, shown, await provider.sends(), []);
  await second.terminate();

  console.log(
    `stopped in ${Math.round(ms)} ms with ${before} of ${verdict.parts} parts sent, ${verdict.unknown.length} unknown`,
  );
  expect({ code, ...verdict }).toMatchObject({
    code: 0,
    lost: [],
    unsent: [],
    twice: [],
    disordered: [],
    unknown: [],
  });
  // It ends after the bubble in hand, not after the message.
  expect(before).toBeLessThan(verdict.parts);
});
