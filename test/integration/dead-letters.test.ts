import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { DEMO, DEMO_KEY, DEMO_ORGANIZATION } from "../../infra/local/demo.ts";
import type { Job } from "../../shared/domain/message.ts";
import { Database } from "../../shared/embedded/database.ts";
import { ITEMS_SCHEMA } from "../../shared/embedded/items.ts";
import { QUEUE_SCHEMA } from "../../shared/embedded/queue.ts";
import { groupOf } from "../../shared/messaging/outgoing-job.ts";
import { jobIn } from "../support/groups.ts";
import { startProvider } from "../support/provider-process.ts";
import { endServers, startServer } from "./crash/server-process.ts";

let folder: string;
let provider: Awaited<ReturnType<typeof startProvider>>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dead-"));
  provider = await startProvider(0);
});
afterEach(async () => {
  endServers();
  await provider.stop();
  await rm(folder, { recursive: true, force: true });
});

const demoJob = (number: number): Job => {
  const job = jobIn(DEMO.whatsapp.conversation, number);
  const created_at = new Date().toISOString();
  return { ...job, message: { ...job.message, organization_id: DEMO_ORGANIZATION, created_at } };
};
const waiting = (rows: [group: string, body: string, receives: number][]) => {
  const database = new Database(folder, ITEMS_SCHEMA + QUEUE_SCHEMA);
  const add = "INSERT INTO jobs (queue, grp, body, receives) VALUES ('whatsapp', ?, ?, ?)";
  for (const row of rows) database.sql(add).run(...row);
  database.close();
};
const read = async (origin: string, { message }: Job) => {
  const path = `/conversations/${message.conversation_id}/messages/${message.id}`;
  const answer = await fetch(origin + path, { headers: { "x-api-key": DEMO_KEY } });
  return (await answer.json()) as { status: string; parts: { error: { code: string } | null }[] };
};
const setup = async (...args: string[]) => {
  const main = join(import.meta.dirname, "../../infra/setup/main.ts");
  const env = { ...process.env, DATA_DIR: folder };
  const { stdout } = await promisify(execFile)(process.execPath, [main, "dead-letters", ...args], { env });
  return (JSON.parse(stdout) as { dead_letters: Record<string, unknown>[] }).dead_letters;
};

it("a server that finds jobs which killed it a thousand times, or that nobody can read, goes on and lists them", {
  timeout: 30_000,
}, async () => {
  const [killer, behind] = [demoJob(1), demoJob(2)];
  waiting([
    // The taking that the last kill cut short is the thousandth.
    [groupOf(killer), JSON.stringify(killer), 999],
    ["somebody else's", "{", 0],
    [groupOf(behind), JSON.stringify(behind), 0],
  ]);
  const { origin, terminate } = await startServer(folder, provider.origin);
  await vi.waitUntil(async () => (await read(origin, behind)).status === "sent", { timeout: 10_000 });
  expect(await read(origin, killer)).toMatchObject({
    status: "failed",
    parts: [{ error: { code: "worker_ended" } }],
  });
  expect(await provider.sends()).toHaveLength(1);
  await terminate();

  const { id, conversation_id } = killer.message;
  expect(await setup("--organization", String(DEMO_ORGANIZATION))).toMatchObject([
    { reason: "receives_exhausted", resend: `POST /conversations/${conversation_id}/messages/${id}/resend` },
  ]);
  expect(await setup("--channel", "whatsapp")).toMatchObject([{ reason: "unreadable", detail: "not JSON" }]);
});
