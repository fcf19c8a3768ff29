import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Unsendable } from "../../../shared/messaging/channel-ports.ts";
import { NotSent } from "../../../shared/providers/lines.ts";
import { type DeliveryFixture, failure, jobOf, startDelivery } from "../../support/delivery.ts";

/** After so many the queue gives a job up for dead. */
const RECEIVES = Number(/maxReceiveCount: (\d+)/.exec(readFileSync("serverless.yml", "utf8"))?.[1]);

let at: DeliveryFixture;
beforeEach(() => {
  at = startDelivery();
});
afterEach(() => at.close());

describe("an error of ours while a part is prepared", () => {
  it("is tried again after 1, 2, 4, 8 seconds and fails the message at the fifth time, with its reason", async () => {
    const job = jobOf(3);
    at.provider.prepare = async (part) => {
      if (part === 1) throw new TypeError("nobody expected this");
    };
    expect(await at.drain(job)).toEqual([1, 2, 4, 8]);
    expect(await at.statuses(job)).toEqual({ message: "failed", parts: ["sent", "failed", "canceled"] });
    expect((await at.read(job)).parts[1]!.facts.failed?.failure).toMatchObject({
      code: "retries_exhausted",
      message: "TypeError: nobody expected this",
    });
    expect(at.calls).toEqual([0]);
    expect(at.logged).toHaveLength(5);
  });

  it("is forgotten once it passed", async () => {
    const job = jobOf(1);
    let times = 0;
    at.provider.prepare = async () => {
      if (++times < 5) throw new Error("the secret store is busy");
    };
    expect(await at.drain(job)).toEqual([1, 2, 4, 8]);
    expect((await at.statuses(job)).message).toBe("sent");
    expect((await at.read(job)).parts[0]!.tries).toHaveLength(4);
  });

  it("a provider that cannot be reached is nobody's surprise: tried until a day is over, minutes apart", async () => {
    const job = jobOf(1);
    at.provider.prepare = async () => {
      throw new NotSent("No connection to graph.example.com");
    };
    const waits = await at.drain(job, 2_000);
    expect(waits.slice(0, 10)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 180, 180]);
    expect(waits.length).toBeLessThan(RECEIVES / 2);
    const [part] = (await at.read(job)).parts;
    expect(part!.tries).toHaveLength(25);
    expect(part!.tries[0]).toMatchObject({ code: "unreachable" });
    expect(part!.facts.failed?.failure).toMatchObject({ code: "expired" });
  });

  it("a part that can never be sent fails at once with the card it came with", async () => {
    const job = jobOf(2);
    at.provider.prepare = async () => {
      throw new Unsendable(failure("account_without_credentials"));
    };
    expect(await at.deliver(job)).toEqual({ done: true });
    expect((await at.read(job)).parts[0]!.facts.failed?.failure?.code).toBe("account_without_credentials");
    expect((await at.statuses(job)).parts).toEqual(["failed", "canceled"]);
  });
});

it("a sender that breaks during its call leaves the part unknown and is not called again", async () => {
  const job = jobOf(1);
  at.provider.script = () => {
    throw new RangeError("a parser broke");
  };
  await expect(at.deliver(job)).rejects.toThrow("a parser broke");
  expect(await at.deliver(job, at.run(2))).toEqual({ done: true });
  expect(at.calls).toEqual([0]);
  expect((await at.statuses(job)).message).toBe("unknown");
});

it("what follows a sent part comes once it is stored as sent, and again for a job that comes again", async () => {
  const job = jobOf(2);
  const seen: string[][] = [];
  at.deps.sender.afterwards = async () => {
    seen.push((await at.statuses(job)).parts);
    if (seen.length === 1) throw new Error("the simulated contact fell over");
  };
  expect(await at.drain(job)).toEqual([1]);
  expect(seen).toEqual([
    ["sent", "queued"],
    ["sent", "queued"],
    ["sent", "sent"],
  ]);
  expect(at.calls).toEqual([0, 1]);
});

it("what follows the last part comes although the worker ended right before it", async () => {
  const job = jobOf(2);
  await at.deliver(job);
  const followed: number[] = [];
  at.deps.sender.afterwards = async (_job, _part, index) => void followed.push(index);
  expect(await at.deliver(job, at.run(2))).toEqual({ done: true });
  expect(followed).toEqual([0, 1]);
  expect(at.calls).toEqual([0, 1]);
});

it("what follows a sent part and fails each time ends up in the log, and does not hold the conversation", async () => {
  const job = jobOf(1);
  at.deps.sender.afterwards = async () => {
    throw new Error("the simulated contact is gone");
  };
  expect(await at.drain(job)).toEqual([1, 1, 1, 1, 1]);
  expect(at.logged).toEqual(["what follows a sent part fails"]);
  expect((await at.statuses(job)).message).toBe("sent");
});

describe("a job that ends its worker each time before anything is begun", () => {
  /** What a run leaves behind whose process died while the part was prepared. */
  const die = async (receives: number) => {
    at.provider.prepare = () => {
      throw new Error("this process is gone");
    };
    const { record } = at.deps.messages;
    let writes = 0;
    at.deps.messages.record = async (...args) => {
      if (writes++ > 0) throw new Error("this process is gone");
      return record(...args);
    };
    if (receives <= 5) writes = 1;
    await expect(at.deliver(job, at.run(receives))).rejects.toThrow("this process is gone");
    at.deps.messages.record = record;
  };
  const job = jobOf(2);

  it("fails when it is taken for the tenth time", async () => {
    for (let receives = 1; receives < 10; receives += 1) await die(receives);
    expect((await at.statuses(job)).message).toBe("queued");
    expect(await at.deliver(job, at.run(10))).toEqual({ done: true });
    expect((await at.statuses(job)).parts).toEqual(["failed", "canceled"]);
    expect((await at.read(job)).parts[0]!.facts.failed?.failure?.code).toBe("worker_crashed");
    expect(at.calls).toEqual([]);
  });

  it("is not taken for one when the store was away all that time", async () => {
    const { ensureOutgoing } = at.deps.messages;
    at.deps.messages.ensureOutgoing = async () => {
      throw new Error("the database is away");
    };
    for (let receives = 1; receives <= 50; receives += 1) {
      await expect(at.deliver(job, at.run(receives))).rejects.toThrow("the database is away");
    }
    at.deps.messages.ensureOutgoing = ensureOutgoing;
    expect(await at.deliver(job, at.run(51))).toEqual({ done: true });
    expect((await at.statuses(job)).message).toBe("sent");
  });

  it("is not taken for one once a part of it was begun", async () => {
    await at.deps.messages.begin(job.message, 0, 1, at.deps.now());
    expect(await at.deliver(job, at.run(40))).toEqual({ done: true });
    expect((await at.statuses(job)).parts).toEqual(["unknown", "sent"]);
  });
});
