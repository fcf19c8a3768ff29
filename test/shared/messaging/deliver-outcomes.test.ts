import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type DeliveryFixture,
  jobOf,
  lost,
  MESSAGE_ID,
  sentAs,
  startDelivery,
  throttled,
} from "../../support/delivery.ts";

let at: DeliveryFixture;
beforeEach(() => {
  at = startDelivery();
});
afterEach(() => at.close());

const DAY = 24 * 3_600_000;

describe("a message that the provider puts off", () => {
  it("comes again when the provider wants it, its try on record, and is sent then", async () => {
    const job = jobOf(1);
    at.provider.script = (_, earlier) => (earlier === 0 ? throttled(17) : sentAs("wamid.x"));
    expect(await at.deliver(job)).toEqual({ later: 17 });
    expect((await at.read(job)).parts[0]).toMatchObject({
      attempt: 1,
      closed: 1,
      tries: [{ code: "provider_throttled", retry_after: 17 }],
    });
    expect(await at.deliver(job, at.run(2))).toEqual({ done: true });
    expect(await at.statuses(job)).toEqual({ message: "sent", parts: ["sent"] });
    expect(at.calls).toEqual([0, 0]);
  });

  it("keeps its place: nothing of what follows leaves before it", async () => {
    const job = jobOf(3);
    at.provider.script = (part, earlier) => (part === 1 && earlier < 3 ? throttled(2) : sentAs("x"));
    expect(await at.drain(job)).toEqual([2, 2, 2]);
    expect(at.calls).toEqual([0, 1, 1, 1, 1, 2]);
  });

  it("tells the sender how often the part was put off, so that its back-off can grow", async () => {
    const job = jobOf(1);
    at.provider.script = (_, earlier) => (earlier < 4 ? throttled(4 ** earlier) : sentAs("x"));
    expect(await at.drain(job)).toEqual([1, 4, 16, 64]);
  });

  it("fails after as many tries as that answer allows", async () => {
    const job = jobOf(2);
    at.provider.script = () => throttled(1, 3);
    expect(await at.drain(job)).toEqual([1, 1]);
    expect(at.calls).toEqual([0, 0, 0]);
    expect(await at.statuses(job)).toEqual({ message: "failed", parts: ["failed", "canceled"] });
    expect((await at.read(job)).parts[0]!.facts.failed?.failure).toMatchObject({ code: "retries_exhausted" });
  });

  it("shows 25 tries and goes on counting, until a day is over", async () => {
    const job = jobOf(1);
    at.provider.script = () => throttled(3_600);
    expect(await at.drain(job)).toHaveLength(25);
    const [part] = (await at.read(job)).parts;
    expect(part!.tries).toHaveLength(25);
    expect(part!.facts.failed?.failure).toMatchObject({ code: "expired" });
  });
});

describe("a message whose answer is lost", () => {
  it("is unknown, is never sent again, and the parts behind it still leave", async () => {
    const job = jobOf(3);
    at.provider.script = (part) => (part === 1 ? lost : sentAs(`wamid.${part}`));
    expect(await at.deliver(job)).toEqual({ done: true });
    expect(await at.statuses(job)).toEqual({ message: "unknown", parts: ["sent", "unknown", "sent"] });
    await at.deliver(job, at.run(2));
    expect(at.calls).toEqual([0, 1, 2]);
  });

  it("is settled 120 seconds later, not before", async () => {
    const job = jobOf(1);
    at.provider.script = () => lost;
    await at.deliver(job);
    at.clock.ms += 119_999;
    expect(await at.settle()).toBe(0);
    at.clock.ms += 1;
    expect(await at.settle()).toBe(1);
    expect((await at.statuses(job)).message).toBe("failed");
  });

  it("is unknown when the worker died during the call, and the parts behind it leave", async () => {
    const job = jobOf(3);
    await at.deps.messages.ensureOutgoing(job.message);
    await at.deps.messages.begin(job.message, 0, 1, at.deps.now());
    expect(await at.deliver(job, at.run(2))).toEqual({ done: true });
    expect(at.calls).toEqual([1, 2]);
    expect((await at.statuses(job)).parts).toEqual(["unknown", "sent", "sent"]);
  });

  it("is unknown and not expired when its call was still open a day later", async () => {
    const job = jobOf(2);
    await at.deps.messages.begin(job.message, 0, 1, at.deps.now());
    at.clock.ms += DAY + 1;
    await at.deliver(job, at.run(2));
    expect((await at.statuses(job)).parts).toEqual(["unknown", "failed"]);
    expect(at.calls).toEqual([]);
  });

  it("does not lose what the part before it came to, when its own part is no longer to be sent", async () => {
    const job = jobOf(3);
    const proof = { part: 1, fact: "delivered" as const, value: { at: at.deps.now().toISOString() } };
    at.provider.prepare = async (part) => {
      if (part === 1) await at.deps.messages.record({ conversation_id: 42, message_id: MESSAGE_ID }, [proof]);
    };
    await at.deliver(job);
    expect(at.calls).toEqual([0, 2]);
    expect((await at.statuses(job)).parts).toEqual(["sent", "delivered", "sent"]);
    expect((await at.read(job)).parts[0]!.facts).not.toHaveProperty("unknown");
  });

  it("is not called again when proof came while the provider's throttle was waited for", async () => {
    const job = jobOf(1);
    at.provider.script = () => throttled(1);
    await at.deliver(job);
    const stale = await at.read(job);
    const proof = { part: 0, fact: "delivered" as const, value: { at: at.deps.now().toISOString() } };
    await at.deps.messages.record({ conversation_id: 42, message_id: MESSAGE_ID }, [proof]);
    const { ensureOutgoing } = at.deps.messages;
    at.deps.messages.ensureOutgoing = async (message) => ({ ...(await ensureOutgoing(message)), ...stale });
    expect(await at.deliver(job, at.run(2))).toEqual({ done: true });
    expect(at.calls).toEqual([0]);
    expect((await at.statuses(job)).message).toBe("delivered");
  });
});
