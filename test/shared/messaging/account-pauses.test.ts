import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Outcome } from "../../../shared/domain/delivery.ts";
import { Throttled } from "../../../shared/messaging/channel-ports.ts";
import {
  type DeliveryFixture,
  jobOf,
  mediaPart,
  sentAs,
  startDelivery,
  throttled,
} from "../../support/delivery.ts";

let at: DeliveryFixture;
beforeEach(() => {
  at = startDelivery();
});
afterEach(() => at.close());

const ACCOUNT = { organization_id: 7, id: "acc1" };
const DAY = 24 * 3_600_000;
const pauseFor = (seconds: number, code = "131048") =>
  at.deps.pauses.pause(ACCOUNT, {
    paused_until: new Date(at.clock.ms + seconds * 1000).toISOString(),
    reason: { code, message: "Spam rate limit hit" },
  });
const pause = async () => (await at.deps.pauses.of([ACCOUNT]))[0];
const ofAccount = (retry_after: number, tries?: number): Outcome => ({
  ...(throttled(retry_after, tries) as Extract<Outcome, { kind: "throttled" }>),
  scope: "account",
});

describe("a throttle of the whole account", () => {
  it("pauses the account for as long, with the provider's code and words", async () => {
    at.provider.script = () => ofAccount(60);
    expect(await at.deliver(jobOf(1))).toEqual({ later: 60 });
    expect(await pause()).toEqual({
      paused_until: new Date(at.clock.ms + 60_000).toISOString(),
      reason: { code: "provider_throttled", message: "It says no." },
    });
  });

  it("of one contact pauses nothing", async () => {
    at.provider.script = () => throttled(60);
    await at.deliver(jobOf(1));
    expect(await pause()).toBeUndefined();
  });

  it("pauses no account of another name, nor of another organization", async () => {
    await pauseFor(60);
    for (const account of [
      { ...ACCOUNT, id: "acc2" },
      { ...ACCOUNT, organization_id: 8 },
    ]) {
      expect(await at.deps.pauses.of([account])).toEqual([undefined]);
    }
  });

  it("that is the last of its tries fails the message, and pauses nothing", async () => {
    at.provider.script = () => ofAccount(60, 1);
    expect(await at.deliver(jobOf(1))).toEqual({ done: true });
    expect(await pause()).toBeUndefined();
  });
});

describe("a message of a paused account", () => {
  it("is given back until the pause ends, without a call, an intent or a try", async () => {
    await pauseFor(60);
    expect(await at.deliver(jobOf(2))).toEqual({ later: 60 });
    expect(at.calls).toEqual([]);
    const { parts, surprises } = await at.read(jobOf(2));
    expect(surprises).toBe(0);
    expect(parts.every(({ attempt, tries }) => attempt === 0 && tries.length === 0)).toBe(true);
  });

  it.each([
    [2, 0.999, 2.999],
    [60, 0.5, 67.5],
    [3_600, 0.5, 3_615],
  ])("comes back behind a pause of %i s by a share of at most 30 s", async (seconds, random, later) => {
    at.deps.random = () => random;
    await pauseFor(seconds);
    expect(await at.deliver(jobOf(1))).toEqual({ later });
  });

  it("leaves when the pause is over, to the moment", async () => {
    await pauseFor(60);
    at.clock.ms += 59_999;
    expect(await at.deliver(jobOf(1))).toEqual({ later: 0.001 });
    at.clock.ms += 1;
    expect(await at.deliver(jobOf(1))).toEqual({ done: true });
    expect(at.calls).toEqual([0]);
  });

  it("is not taken for one that ends its worker, however often it was given back", async () => {
    for (let receives = 1; receives <= 30; receives += 1) {
      await pauseFor(60);
      await at.deliver(jobOf(1), at.run(receives));
      at.clock.ms += 60_000;
    }
    expect(await at.deliver(jobOf(1), at.run(31))).toEqual({ done: true });
    expect((await at.statuses(jobOf(1))).message).toBe("sent");
  });

  it("still learns that a call of its own was open when its worker ended", async () => {
    const job = jobOf(2);
    await at.deps.messages.begin(job.message, 0, 1, at.deps.now());
    await pauseFor(60);
    expect(await at.deliver(job, at.run(2))).toEqual({ later: 60 });
    expect((await at.statuses(job)).parts).toEqual(["unknown", "queued"]);
  });

  it("fails when its day is over, with the reason of the pause, and not later", async () => {
    await pauseFor(2 * 86_400);
    const job = jobOf(2);
    const waits = await at.drain(job);
    expect(waits).toEqual([86_400.001]);
    expect(at.clock.ms - Date.parse(job.message.created_at)).toBe(DAY + 1);
    expect(at.calls).toEqual([]);
    expect((await at.read(job)).parts[0]!.facts.failed?.failure).toMatchObject({
      code: "expired",
      provider_code: "131048",
      message:
        "It could not be sent within 24 hours. The provider held the account back: Spam rate limit hit",
    });
    expect((await at.statuses(job)).parts).toEqual(["failed", "canceled"]);
  });

  it("that expires when no pause holds it any more says nothing of one", async () => {
    await pauseFor(60);
    at.clock.ms += DAY + 1;
    await at.deliver(jobOf(1));
    expect((await at.read(jobOf(1))).parts[0]!.facts.failed?.failure).not.toHaveProperty("provider_code");
  });
});

describe("a provider that puts off the upload of a file", () => {
  const putOff = (outcome: Outcome) => {
    at.provider.prepare = async () => {
      throw new Throttled(outcome as Extract<Outcome, { kind: "throttled" }>);
    };
  };
  beforeEach(async () => {
    await at.addFile({ state: "checked", etag: '"e"' });
  });

  it("burns no attempt: the waits grow, and the message leaves when the upload is taken", async () => {
    const job = jobOf([mediaPart]);
    putOff(throttled(1));
    for (const later of [1, 2, 4, 8, 16, 32, 64, 128, 180]) {
      expect(await at.deliver(job)).toEqual({ later });
    }
    expect(await at.read(job)).toMatchObject({ surprises: 0, parts: [{ attempt: 0 }] });
    at.provider.prepare = async () => {};
    at.provider.script = () => sentAs("wamid.0");
    await at.deliver(job);
    expect((await at.statuses(job)).message).toBe("sent");
  });

  it("for the whole account pauses it, as a call would", async () => {
    putOff(ofAccount(60));
    expect(await at.deliver(jobOf([mediaPart]))).toEqual({ later: 60 });
    expect(await pause()).toMatchObject({ reason: { code: "provider_throttled" } });
  });

  it("so often as its answer allows fails the message", async () => {
    putOff(throttled(1, 3));
    expect(await at.drain(jobOf([mediaPart]))).toEqual([1, 2]);
    expect((await at.statuses(jobOf([mediaPart]))).message).toBe("failed");
  });
});
