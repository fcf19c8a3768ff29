import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Job } from "../../../shared/domain/message.ts";
import type { SweepEntry } from "../../../shared/messaging/ports.ts";
import { createWatch } from "../../../shared/messaging/sweep.ts";
import { type DeliveryFixture, jobOf, lost, startDelivery, throttled } from "../../support/delivery.ts";

const HOUR = 3_600_000;
let at: DeliveryFixture;
let watch: ReturnType<typeof createWatch>;

beforeEach(async () => {
  at = startDelivery();
  watch = createWatch(at.deps.due);
  await at.settle();
});
afterEach(() => at.close());

/** A message made now, as accept stores it; its job is in nobody's queue. */
const accepted = async (parts = 1, serial = 1): Promise<Job> => {
  const job = jobOf(parts);
  const created_at = at.deps.now().toISOString();
  const message = { ...job.message, id: idAt(at.clock.ms, serial), created_at };
  await at.deps.messages.ensureOutgoing(message);
  await watch(message.conversation_id, at.deps.now());
  return { ...job, message };
};

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const idAt = (ms: number, serial: number): string => {
  let time = "";
  for (let left = ms; time.length < 10; left = Math.floor(left / 32)) time = ALPHABET[left % 32] + time;
  return time + String(serial).padStart(16, "0");
};

/** The consumer runs every hour here; every minute when deployed. */
const pass = async (hours: number): Promise<number> => {
  let ended = 0;
  for (let hour = 0; hour < hours; hour += 1) {
    at.clock.ms += HOUR;
    ended += await at.settle();
    ended += await at.settle();
  }
  return ended;
};

describe("a message whose job is gone", () => {
  it("fails with that reason within two hours after its deadline, and not before", async () => {
    const job = await accepted(3);
    await pass(24);
    expect((await at.statuses(job)).message).toBe("queued");
    await pass(3);
    const [first, ...later] = (await at.read(job)).parts;
    expect(first!.facts.failed?.failure?.code).toBe("overlooked");
    expect(later.map(({ facts }) => facts.canceled?.failure?.code)).toEqual([
      "earlier_part_failed",
      "earlier_part_failed",
    ]);
  });

  it("is not sent when its job turns up after all", async () => {
    const job = await accepted();
    await pass(27);
    expect(await at.deliver(job)).toEqual({ done: true });
    expect(at.calls).toEqual([]);
  });

  it("is unknown, then failed, where its call was open: it may have been sent", async () => {
    const job = await accepted(2);
    await at.deps.messages.begin(job.message, 0, 1, at.deps.now());
    await pass(27);
    expect((await at.read(job)).parts[0]!.facts.failed).toBeUndefined();
    await pass(1);
    expect((await at.read(job)).parts[0]!.facts.lost?.failure?.code).toBe("outcome_unknown");
    expect(await at.statuses(job)).toEqual({ message: "failed", parts: ["failed", "failed"] });
  });

  it("waits for no worker that put it off: a throttle that never came back ends too", async () => {
    at.provider.script = () => throttled(60);
    const job = await accepted();
    await at.deliver(job);
    await pass(27);
    expect((await at.statuses(job)).message).toBe("failed");
  });
});

describe("an unknown outcome whose settling was lost", () => {
  it("is settled all the same", async () => {
    at.provider.script = () => lost;
    const job = await accepted();
    at.deps.due = { schedule: async () => {} };
    await at.deliver(job);
    await pass(28);
    expect((await at.statuses(job)).message).toBe("failed");
  });
});

describe("a sweep", () => {
  it("ends nothing that has ended, of this hour or of its neighbours", async () => {
    const sent = await accepted(1, 1);
    await at.deliver(sent);
    at.clock.ms += HOUR;
    const later = await accepted(1, 2);
    expect(await pass(25)).toBe(0);
    expect((await at.statuses(later)).message).toBe("queued");
    expect(await pass(2)).toBe(1);
    expect((await at.statuses(sent)).message).toBe("sent");
  });

  it("finds every one of several hundred", async () => {
    const jobs = [];
    for (let serial = 1; serial <= 250; serial += 1) jobs.push(await accepted(1, serial));
    expect(await pass(27)).toBe(250);
    expect((await at.statuses(jobs[0]!)).message).toBe("failed");
  });

  it("is asked for once for all that a conversation accepts within an hour", async () => {
    const asked: SweepEntry[] = [];
    const counted = createWatch({ schedule: async (entry) => void asked.push(entry as SweepEntry) });
    for (const minutes of [0, 20, 59, 60]) await counted(1, new Date(minutes * 60_000));
    await counted(2, new Date(0));
    expect(asked).toEqual([
      { conversation_id: 1, hour: 0 },
      { conversation_id: 1, hour: 1 },
      { conversation_id: 2, hour: 0 },
    ]);
  });

  it("is asked for again when asking failed", async () => {
    let broken = true;
    const asked: unknown[] = [];
    const faulty = createWatch({
      schedule: async (entry) => {
        if (broken) throw new Error("the database is away");
        asked.push(entry);
      },
    });
    await expect(faulty(1, new Date(0))).rejects.toThrow("away");
    broken = false;
    await faulty(1, new Date(0));
    expect(asked).toHaveLength(1);
  });
});
