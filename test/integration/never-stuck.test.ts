import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { within } from "../../infra/local/time-limit.ts";
import type { Job } from "../../shared/domain/message.ts";
import type { Consumer } from "../../shared/embedded/queue.ts";
import { groupOf } from "../../shared/messaging/outgoing-job.ts";
import { deadLetterStore } from "../../shared/store/dead-letters.ts";
import { type Groups, jobIn, startGroups } from "../support/groups.ts";
import { turns, until } from "../support/provider-lines-fixture.ts";

let at: Groups;
beforeEach(async () => {
  at = await startGroups();
});
afterEach(() => at.stop());

/** One conversation with the job in question and one behind it, and two of somebody else. */
const [first, behind] = [jobIn(42, 1), jobIn(42, 2)];
const others = [jobIn(43, 3), jobIn(43, 4)];
const ADD = "INSERT INTO jobs (queue, grp, body) VALUES ('whatsapp', ?, ?)";
const addRaw = (body: string, job: Job) =>
  at.embedded.database.write((sql) => sql(ADD).run(groupOf(job), body));
const letters = async (of: { organization_id: number } | { channel: string }) =>
  (await deadLetterStore(at.embedded.items).list(of, { limit: 10 })).data;
const failureOf = async (job: Job) => (await at.view(job))?.state.parts[0]?.facts.failed?.failure;
const othersSent = async () => {
  await until(() => at.sent().length >= 2);
  await turns();
  expect(at.sent().slice(0, 2)).toEqual(["message 3", "message 4"]);
};

describe("a job that always throws", () => {
  it("is tried five times, fails with its reason, and holds nobody else; then its group goes on", async () => {
    const poison: Job = { ...first, account: { ...first.account, secret: "BROKEN" } };
    for (const job of [poison, behind, ...others]) await at.enqueue(job);
    at.start(at.deliver);
    await othersSent();
    for (const seconds of [1, 2, 4]) await at.pass(seconds * 1_000);
    expect([await at.status(poison), await at.status(behind)]).toEqual(["queued", undefined]);
    await at.pass(8_000);
    expect(await at.status(poison)).toBe("failed");
    expect(await failureOf(poison)).toMatchObject({
      code: "retries_exhausted",
      message: "TypeError: nobody expected this",
    });
    await until(() => at.sent().length === 3);
    await until(() => at.queue.waiting() === 0);
    expect(await at.status(behind)).toBe("sent");
  });
});

describe("a provider that hangs for thirty seconds", () => {
  it("holds one conversation, is cut at ten, and leaves its outcome unknown; then the next is sent", async () => {
    const hanging = jobIn(42, 1, "hang");
    for (const job of [hanging, behind, ...others]) await at.enqueue(job);
    at.start(at.deliver);
    await until(() => at.sent().length === 3);
    await until(() => at.queue.waiting() === 2);
    expect(await Promise.all(others.map(at.status))).toEqual(["sent", "sent"]);
    await at.pass(9_999);
    expect([await at.status(hanging), await at.status(behind)]).toEqual(["sending", undefined]);
    await at.pass(1);
    await until(() => at.queue.waiting() === 0);
    expect([await at.status(hanging), await at.status(behind)]).toEqual(["unknown", "sent"]);
    await at.pass(20_000);
    expect(at.sent().filter((text) => text === "hang")).toHaveLength(1);
  });
});

describe("a job that cannot be read", () => {
  it.each([
    ["broken JSON", "{", { channel: "whatsapp" }],
    [
      "of an unknown kind",
      JSON.stringify({ ...first, parts: [{ kind: "hologram" }] }),
      { organization_id: 7 },
    ],
  ])("(%s) is put away with its body, and the next of its group is sent", async (_, body, of) => {
    await addRaw(body, first);
    await at.enqueue(behind);
    at.start(at.deliver);
    await until(() => at.queue.waiting() === 0);
    expect(at.sent()).toEqual(["message 2"]);
    const [letter, ...more] = await letters(of);
    expect([letter?.reason, more]).toEqual(["unreadable", []]);
    expect(await deadLetterStore(at.embedded.items).body(letter!)).toBe(body);
  });

  it("fails its message, which says so to whoever asks", async () => {
    await addRaw(JSON.stringify({ ...first, account: {} }), first);
    at.start(at.deliver);
    await until(() => at.queue.waiting() === 0);
    expect(await at.status(first)).toBe("failed");
    expect((await failureOf(first))?.code).toBe("worker_ended");
  });
});

describe("a job that ends its function each time", () => {
  /** As on Lambda: the function is stopped after a minute, without a word. */
  const stopped =
    (hangs: (body: string) => boolean): Consumer =>
    (event) =>
      within(60_000, hangs(event.Records[0]!.body) ? new Promise(() => {}) : at.deliver(event));

  it("is put away after as many takings as allowed, and holds nobody but its own group until then", async () => {
    for (const job of [first, behind, ...others]) await at.enqueue(job);
    at.start(
      stopped((body) => body.includes("message 1")),
      3,
    );
    await othersSent();
    for (let taking = 1; taking <= 2; taking += 1) await at.pass(61_000);
    expect([at.queue.waiting(), await at.status(first)]).toEqual([2, undefined]);
    await at.pass(61_000);
    await until(() => at.queue.waiting() === 0);
    expect([await at.status(first), await at.status(behind)]).toEqual(["failed", "sent"]);
    expect((await failureOf(first))?.code).toBe("worker_ended");
    expect(await letters({ organization_id: 7 })).toMatchObject([{ reason: "receives_exhausted" }]);
  });
});
