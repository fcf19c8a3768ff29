import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { settleUnknown } from "../../../shared/messaging/settle.ts";
import { dueStore } from "../../../shared/store/due.ts";
import { messageStore } from "../../../shared/store/messages.ts";
import { type DeliveryFixture, jobOf, lost, MESSAGE_ID, startDelivery } from "../../support/delivery.ts";

let at: DeliveryFixture;
beforeEach(async () => {
  at = startDelivery();
  // The consumer runs all day: its cursor is there before anything is due.
  await at.settle();
  at.provider.script = () => lost;
});
afterEach(() => at.close());

const report = (fact: "sent" | "delivered" | "failed", part = 0) =>
  at.deps.messages.record({ conversation_id: 42, message_id: MESSAGE_ID }, [
    { part, fact, value: { at: at.deps.now().toISOString(), provider_message_id: "wamid.late" } },
  ]);

describe("a message whose outcome nobody told", () => {
  it("becomes failed: outcome_unknown, with what an agent should do", async () => {
    const job = jobOf(1);
    await at.deliver(job);
    at.clock.ms += 120_000;
    await at.settle();
    const state = await at.read(job);
    expect(state.parts[0]!.facts.lost?.failure).toMatchObject({ code: "outcome_unknown", fix_by: "agent" });
    expect((await at.statuses(job)).message).toBe("failed");
  });

  it("is settled once; the entry is gone afterwards", async () => {
    await at.deliver(jobOf(1));
    at.clock.ms += 120_000;
    expect(await at.settle()).toBe(1);
    expect(await at.settle()).toBe(0);
  });

  it("is raised by proof that comes after that", async () => {
    const job = jobOf(1);
    await at.deliver(job);
    at.clock.ms += 120_000;
    await at.settle();
    await report("sent");
    expect((await at.statuses(job)).message).toBe("sent");
    await report("delivered");
    expect((await at.statuses(job)).message).toBe("delivered");
  });

  it("keeps the proof that came before", async () => {
    const job = jobOf(1);
    await at.deliver(job);
    await report("sent");
    at.clock.ms += 120_000;
    expect(await at.settle()).toBe(0);
    expect((await at.statuses(job)).message).toBe("sent");
    // The timeline speaks of no failure.
    expect((await at.read(job)).parts[0]!.facts.lost).toBeUndefined();
  });

  it("is settled although the server was off for a week", async () => {
    const job = jobOf(1);
    await at.deliver(job);
    at.clock.ms += 7 * 24 * 3_600_000;
    for (let round = 0; round < 200; round += 1) await at.settle();
    expect((await at.statuses(job)).message).toBe("failed");
  });

  it("is settled when the clock of the one who noted it was five minutes behind", async () => {
    const job = jobOf(1);
    at.clock.ms -= 300_000;
    await at.deliver(job);
    at.clock.ms += 300_000;
    await at.settle();
    expect((await at.statuses(job)).message).toBe("failed");
  });
});

describe("the consumer that settles", () => {
  it("killed before its write, finds the entry again", async () => {
    const job = jobOf(1);
    await at.deliver(job);
    at.clock.ms += 120_000;
    expect(await dueStore(at.items).take(at.deps.now(), 100)).toHaveLength(1);
    expect(await at.settle()).toBe(1);
    expect((await at.statuses(job)).message).toBe("failed");
  });

  it("killed between its write and the entry's removal, changes nothing the second time", async () => {
    const job = jobOf(1);
    await at.deliver(job);
    at.clock.ms += 120_000;
    const killed = settleUnknown({
      due: {
        ...dueStore(at.items),
        take: async (now, limit) =>
          (await dueStore(at.items).take(now, limit)).map(({ entry }) => ({
            entry,
            done: async () => {
              throw new Error("this process is gone");
            },
          })),
      },
      messages: messageStore(at.items),
      now: at.deps.now,
    });
    await expect(killed()).rejects.toThrow("1 due entries could not be acted on");
    const before = await at.read(job);
    at.clock.ms += 1_000;
    expect(await at.settle()).toBe(1);
    expect(await at.read(job)).toEqual(before);
  });

  it("is not held up by one entry that fails: the others are settled, and the failure is told", async () => {
    const jobs = Array.from({ length: 3 }, (_, index) => jobOf(1, MESSAGE_ID.replace(/1$/, `${index + 1}`)));
    for (const job of jobs) await at.deliver(job);
    at.clock.ms += 120_000;
    const { record, ...messages } = messageStore(at.items);
    const settle = settleUnknown({
      due: dueStore(at.items),
      messages: {
        ...messages,
        record: async (ref, ...rest) => {
          if (ref.message_id === jobs[0]!.message.id) throw new Error("this one is broken");
          return record(ref, ...rest);
        },
      },
      now: at.deps.now,
    });
    await expect(settle()).rejects.toThrow("1 due entries");
    const statuses = await Promise.all(jobs.map(async (job) => (await at.statuses(job)).message));
    expect(statuses).toEqual(["unknown", "failed", "failed"]);
    expect(await at.settle()).toBe(1);
  });

  it("takes a hundred at a time until all are settled", async () => {
    const jobs = Array.from({ length: 250 }, (_, index) =>
      jobOf(1, `01jd0000000000000000000${String(index).padStart(3, "0")}`),
    );
    for (const job of jobs) await at.deliver(job);
    at.clock.ms += 120_000;
    expect([await at.settle(), await at.settle(), await at.settle(), await at.settle()]).toEqual([
      100, 100, 50, 0,
    ]);
  });
});
