import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Job } from "../../shared/domain/message.ts";
import { messageStore } from "../../shared/store/messages.ts";
import { type Groups, jobIn, startGroups } from "../support/groups.ts";
import { turns, until } from "../support/provider-lines-fixture.ts";

let at: Groups;
beforeEach(async () => {
  at = await startGroups();
});
afterEach(() => at.stop());

const emptied = async () => {
  await until(() => at.queue.waiting() === 0);
  await turns();
};
const later = {
  "at once": 0,
  "after 4:59, within what SQS remembers": 299_000,
  "after 5:01, when SQS has forgotten it": 301_000,
  "after 24 h": 24 * 3_600_000,
};

/** What had become of the message by the time its job came again. */
const ends: Record<string, { job: Job; status: string; end(job: Job): Promise<void> }> = {
  "was sent": { job: jobIn(42, 1), status: "sent", end: async () => {} },
  "has lost its answer": {
    job: jobIn(42, 1, "hang"),
    status: "unknown",
    async end() {
      await until(() => at.sent().length === 1);
      await at.pass(10_000);
    },
  },
};

describe.each(Object.entries(later))("a job that is queued a second time %s", (_, ms) => {
  it.each(Object.entries(ends))(
    "after its message %s makes no second call",
    async (_, { job, status, end }) => {
      await at.enqueue(job);
      at.start(at.deliver);
      await end(job);
      await emptied();
      at.embedded.clock.add(ms);
      await at.enqueue(job);
      await emptied();
      expect(at.sent()).toHaveLength(1);
      expect(await at.status(job)).toBe(status);
    },
  );

  it("after its worker died in the middle of the call makes no call of its own", async () => {
    const job = jobIn(42, 1);
    const messages = messageStore(at.embedded.items);
    await messages.ensureOutgoing(job.message);
    await messages.begin(job.message, 0, 1, at.embedded.clock.now);
    at.embedded.clock.add(ms);
    await at.enqueue(job);
    at.start(at.deliver);
    await emptied();
    expect([at.sent(), await at.status(job)]).toEqual([[], "unknown"]);
  });
});

it("a job that waits twice is sent once", async () => {
  const job = jobIn(42, 1);
  await at.enqueue(job);
  await at.enqueue(job);
  at.start(at.deliver);
  await emptied();
  expect([at.sent(), await at.status(job)]).toEqual([["message 1"], "sent"]);
});

it("a job that two workers have at the same time is sent once", async () => {
  const job = jobIn(42, 1);
  await at.queue.enqueue(job, "one group");
  await at.queue.enqueue(job, "another group");
  at.start(at.deliver);
  await emptied();
  expect(at.sent()).toEqual(["message 1"]);
});
