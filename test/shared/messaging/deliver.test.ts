import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type DeliveryFixture,
  jobOf,
  MESSAGE_ID,
  refused,
  sentAs,
  startDelivery,
} from "../../support/delivery.ts";

let at: DeliveryFixture;
beforeEach(() => {
  at = startDelivery();
});
afterEach(() => at.close());

const DAY = 24 * 3_600_000;

describe("a message that the provider takes", () => {
  it("is sent, with the provider's id kept", async () => {
    const job = jobOf(1);
    expect(await at.deliver(job)).toEqual({ done: true });
    expect((await at.read(job)).parts[0]!.facts.sent).toMatchObject({ provider_message_id: "wamid.0" });
    expect(await at.statuses(job)).toEqual({ message: "sent", parts: ["sent"] });
  });

  it("leaves part after part, each begun only when the one before was answered", async () => {
    const job = jobOf(10);
    let open = 0;
    at.provider.script = async (part) => {
      expect(++open).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      const { parts } = await at.read(job);
      expect(parts.slice(0, part).every(({ facts }) => facts.sent)).toBe(true);
      expect(parts[part]!.attempt).toBe(1);
      open -= 1;
      return sentAs(`wamid.${part}`);
    };
    await at.deliver(job);
    expect(at.calls).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect((await at.statuses(job)).message).toBe("sent");
  });

  it("is stored by the worker when accepting it could not", async () => {
    const job = jobOf(1);
    await at.deliver(job);
    expect(await at.deps.messages.record({ conversation_id: 42, message_id: MESSAGE_ID }, [])).toBeDefined();
  });

  it("is not sent again when its job comes again", async () => {
    const job = jobOf(3);
    await at.deliver(job);
    expect(await at.deliver(job, at.run(2))).toEqual({ done: true });
    expect(at.calls).toEqual([0, 1, 2]);
  });

  it("counts a word of the provider beside its status", async () => {
    const job = jobOf(1);
    at.provider.script = () => ({ kind: "sent", provider_message_id: "x", word: "accepted" });
    await at.deliver(job);
    expect((await at.read(job)).parts[0]!.facts.sent?.word).toBe("accepted");
  });
});

describe("a message that the provider refuses", () => {
  it("fails with the provider's reason, and what was to follow is canceled with a card", async () => {
    const job = jobOf(4);
    at.provider.script = (part) => (part === 1 ? refused : sentAs(`wamid.${part}`));
    expect(await at.deliver(job)).toEqual({ done: true });
    expect(await at.statuses(job)).toEqual({
      message: "failed",
      parts: ["sent", "failed", "canceled", "canceled"],
    });
    const { parts } = await at.read(job);
    expect(parts[1]!.facts.failed?.failure).toMatchObject({ code: "provider_refused" });
    expect(parts[3]!.facts.canceled?.failure).toMatchObject({ code: "earlier_part_failed", fix_by: "agent" });
    expect(at.calls).toEqual([0, 1]);
  });
});

describe("time", () => {
  it("a part is not begun with less than 12 seconds left; the next worker goes on there", async () => {
    const job = jobOf(3);
    let left = 30_000;
    at.provider.script = (part) => {
      left -= 10_000;
      return sentAs(`wamid.${part}`);
    };
    expect(
      await at.deliver(
        job,
        at.run(1, () => left),
      ),
    ).toEqual({ later: 0 });
    expect([at.calls, at.provider.released]).toEqual([[0, 1], 0]);
    expect((await at.statuses(job)).parts).toEqual(["sent", "sent", "queued"]);
    expect(await at.deliver(job, at.run(2))).toEqual({ done: true });
    expect(at.calls).toEqual([0, 1, 2]);
  });

  it("a part whose preparing used the time up is not begun either, and its connection is given back", async () => {
    const job = jobOf(1);
    let left = 60_000;
    at.provider.prepare = async () => {
      left = 11_999;
    };
    expect(
      await at.deliver(
        job,
        at.run(1, () => left),
      ),
    ).toEqual({ later: 0 });
    expect(at.calls).toEqual([]);
    expect(at.provider.released).toBe(1);
    expect((await at.read(job)).parts[0]!.attempt).toBe(0);
  });

  it("a message older than a day is not sent any more", async () => {
    const job = jobOf(2);
    at.clock.ms += DAY + 1;
    expect(await at.deliver(job)).toEqual({ done: true });
    expect((await at.statuses(job)).parts).toEqual(["failed", "canceled"]);
    expect((await at.read(job)).parts[0]!.facts.failed?.failure).toMatchObject({ code: "expired" });
    expect(at.calls).toEqual([]);
  });

  it("a message of exactly a day still leaves", async () => {
    const job = jobOf(1);
    at.clock.ms += DAY;
    await at.deliver(job);
    expect((await at.statuses(job)).message).toBe("sent");
  });
});
