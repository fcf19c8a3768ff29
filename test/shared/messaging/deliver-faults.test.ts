import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type DeliveryFixture,
  jobOf,
  lost,
  refused,
  type Script,
  sentAs,
  startDelivery,
  throttled,
} from "../../support/delivery.ts";

let at: DeliveryFixture;
beforeEach(() => {
  at = startDelivery();
});
afterEach(() => at.close());

type Fault = "throws before" | "applies, then throws";
type Method = (...args: never[]) => Promise<unknown>;

/** Makes the n-th call of any of these ports fail, once; counts all of them. */
const faulty = (fault: Fault, nth: number) => {
  const counted = { calls: 0 };
  const wrap = <T extends Method>(method: T): T =>
    (async (...args: Parameters<T>) => {
      const mine = ++counted.calls === nth;
      if (mine && fault === "throws before") throw new Error("the store is away");
      const answer = await method(...args);
      if (mine) throw new Error("the store's answer was lost");
      return answer;
    }) as T;
  const { messages, due } = at.deps;
  at.deps.messages = {
    ensureOutgoing: wrap(messages.ensureOutgoing),
    begin: wrap(messages.begin),
    record: wrap(messages.record),
    recordUnlessCanceled: wrap(messages.recordUnlessCanceled),
  };
  at.deps.due = { schedule: wrap(due.schedule) };
  return counted;
};

const scripts: Record<string, Script> = {
  "all is sent": (part) => sentAs(`wamid.${part}`),
  "the second is refused": (part) => (part === 1 ? refused : sentAs(`wamid.${part}`)),
  "the second is lost": (part) => (part === 1 ? lost : sentAs(`wamid.${part}`)),
  "the second is put off once": (part, earlier) =>
    part === 1 && earlier === 0 ? throttled(2) : sentAs(`wamid.${part}`),
};
const faults: Fault[] = ["throws before", "applies, then throws"];
const cases = Object.keys(scripts).flatMap((name) => faults.map((fault) => ({ name, fault })));

describe.each(cases)("the store fails once ($fault) while of three parts $name", ({ name, fault }) => {
  /** More calls of the store than any of these deliveries makes. */
  const POINTS = 12;

  it.each(Array.from({ length: POINTS }, (_, index) => index + 1))("at its call %d", async (nth) => {
    at.provider.script = scripts[name]!;
    const asked = new Map<number, string[]>();
    const script = at.provider.script;
    at.provider.script = async (part, earlier) => {
      const outcome = await script(part, earlier);
      asked.set(part, [...(asked.get(part) ?? []), outcome.kind]);
      return outcome;
    };
    const job = jobOf(3);
    const counted = faulty(fault, nth);
    await at.drain(job);
    expect(counted.calls).toBeLessThan(POINTS);

    const { parts } = await at.statuses(job);
    for (const [part, outcomes] of asked) {
      // Only what was certainly not sent is called again.
      expect(outcomes.slice(0, -1).every((kind) => kind === "throttled")).toBe(true);
      const last = outcomes.at(-1);
      if (last === "sent") expect(["sent", "unknown"]).toContain(parts[part]);
    }
    expect(at.calls).toEqual(at.calls.toSorted((a, b) => a - b));
    expect(parts.filter((status) => status === "queued" || status === "sending")).toEqual([]);
    // One failure of the store costs at most the knowledge of one part.
    expect(parts.filter((status) => status === "unknown").length).toBeLessThanOrEqual(
      name === "the second is lost" ? 2 : 1,
    );
    at.clock.ms += 600_000;
    await at.settle();
    expect((await at.statuses(job)).parts).not.toContain("unknown");
  });
});

it("an outcome in hand is written although the intent that should carry it is not", async () => {
  const job = jobOf(2);
  const { begin } = at.deps.messages;
  at.deps.messages.begin = async (message, part, ...rest) => {
    if (part === 1) throw new Error("the store is away");
    return begin(message, part, ...rest);
  };
  await expect(at.deliver(job)).rejects.toThrow("the store is away");
  expect((await at.statuses(job)).parts).toEqual(["sent", "queued"]);
  expect(at.provider.released).toBe(1);
});

describe("a database that loses its own answer", () => {
  /** The n-th write of an item is applied, and its answer lost. */
  const losing = (nth: number) => {
    const { write } = at.items;
    let writes = 0;
    at.items.write = async (change) => {
      const written = await write(change);
      if (++writes === nth) throw new Error("the connection to the database broke");
      return written;
    };
  };

  it("to an intent: the repeated write meets its own intent, and the part is sent", async () => {
    const job = jobOf(1);
    await at.deps.messages.ensureOutgoing(job.message);
    losing(1);
    expect(await at.deliver(job)).toEqual({ done: true });
    expect(at.calls).toEqual([0]);
    expect((await at.statuses(job)).message).toBe("sent");
  });

  it("to an outcome: it is written again, and the part is not unknown", async () => {
    const job = jobOf(1);
    await at.deps.messages.ensureOutgoing(job.message);
    losing(2);
    expect(await at.deliver(job)).toEqual({ done: true });
    expect((await at.statuses(job)).message).toBe("sent");
  });
});

it("of two workers with one job, only one calls the provider", async () => {
  const job = jobOf(1);
  await at.deps.messages.ensureOutgoing(job.message);
  await Promise.all([at.deliver(job), at.deliver(job, at.run(2))]);
  expect(at.calls).toEqual([0]);
});
