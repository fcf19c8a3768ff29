import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Job } from "../../../shared/domain/message.ts";
import { type BuryDeps, bury } from "../../../shared/messaging/bury.ts";
import type { DeadReason } from "../../../shared/messaging/dead-letter-ports.ts";
import { deadLetterStore } from "../../../shared/store/dead-letters.ts";
import {
  type DeliveryFixture,
  jobOf,
  MESSAGE_ID,
  sentAs,
  startDelivery,
  throttled,
} from "../../support/delivery.ts";

let at: DeliveryFixture;
let deps: BuryDeps;
beforeEach(async () => {
  at = startDelivery();
  await at.settle();
  deps = {
    ...at.deps,
    letters: deadLetterStore(at.items),
    messages: at.deps.messages as BuryDeps["messages"],
  };
});
afterEach(() => at.close());

const dead = (body: string, reason: DeadReason = "receives_exhausted", id = "queue-id-1") =>
  bury(deps)({ id, channel: "whatsapp", body, reason });
const letters = async (of: { organization_id: number } | { channel: string } = { organization_id: 7 }) =>
  (await deadLetterStore(at.items).list(of, { limit: 10 })).data;
const card = async (job: Job, part: number) => (await at.read(job)).parts[part]!.facts.failed?.failure;

describe("the message of a job that ends its worker each time", () => {
  it("fails with its reason, and its later parts are canceled", async () => {
    const job = jobOf(3);
    await at.deps.messages.ensureOutgoing(job.message);
    await dead(JSON.stringify(job));
    expect(await at.statuses(job)).toEqual({ message: "failed", parts: ["failed", "canceled", "canceled"] });
    expect(await card(job, 0)).toMatchObject({ code: "worker_ended", retryable: true, fix_by: "developer" });
  });

  it("is stored first when it never was: who asks for it finds it", async () => {
    const job = jobOf(1);
    await dead(JSON.stringify(job));
    expect((await at.statuses(job)).message).toBe("failed");
  });

  it("is unknown where a call was open, never 'not sent', and is settled two minutes later", async () => {
    const job = jobOf(2);
    await at.deps.messages.ensureOutgoing(job.message);
    await at.deps.messages.begin(job.message, 0, 1, at.deps.now());
    await dead(JSON.stringify(job));
    expect((await at.statuses(job)).parts).toEqual(["unknown", "failed"]);
    at.clock.ms += 119_000;
    expect(await at.settle()).toBe(0);
    at.clock.ms += 1_000;
    expect(await at.settle()).toBe(1);
    expect((await at.read(job)).parts[0]!.facts.lost?.failure?.code).toBe("outcome_unknown");
  });

  it("keeps what was sent, and fails only what certainly did not leave, with what put it off", async () => {
    const job = jobOf(3);
    at.provider.script = (part) => (part === 0 ? sentAs("wamid.0") : throttled(60));
    expect(await at.deliver(job)).toEqual({ later: 60 });
    await dead(JSON.stringify(job));
    expect((await at.statuses(job)).parts).toEqual(["sent", "failed", "canceled"]);
    expect(await card(job, 1)).toMatchObject({
      fix_by: "provider",
      message: expect.stringContaining("It says no."),
    });
  });

  it("that was sent already stays sent", async () => {
    const job = jobOf(2);
    await at.deliver(job);
    await dead(JSON.stringify(job));
    expect((await at.statuses(job)).message).toBe("sent");
  });

  it("is not begun any more by a worker that still has the job", async () => {
    const job = jobOf(2);
    await dead(JSON.stringify(job));
    expect(await at.deliver(job)).toEqual({ done: true });
    expect(at.calls).toEqual([]);
  });
});

describe("a job that cannot be read", () => {
  /** As a newer version would have written it. */
  const newer = (job: Job) => JSON.stringify({ ...job, parts: [{ kind: "hologram" }] });

  it("fails its message where its ids can be read", async () => {
    const job = jobOf(2);
    await dead(newer(job), "unreadable");
    expect((await at.statuses(job)).parts).toEqual(["failed", "canceled"]);
    expect((await card(job, 0))?.message).toContain("could not read");
  });

  it("fails its stored message even when the message itself is in words we do not know", async () => {
    const job = jobOf(1);
    await at.deps.messages.ensureOutgoing(job.message);
    const message = { ...job.message, message_type: "hologram" };
    await dead(JSON.stringify({ ...job, message }), "unreadable");
    expect((await at.statuses(job)).message).toBe("failed");
  });

  it("that names another organization's message leaves that message alone", async () => {
    const job = jobOf(1);
    await at.deps.messages.ensureOutgoing(job.message);
    const message = { id: MESSAGE_ID, conversation_id: 42, organization_id: 8 };
    await dead(JSON.stringify({ message }), "unreadable");
    expect((await at.statuses(job)).message).toBe("queued");
    expect(await letters({ organization_id: 8 })).toHaveLength(1);
  });

  it.each(["{", "", "null", "[]", '{"message":{"id":7}}', '"\u{1f469}\\ud800"'])(
    "nor what it is about (%j) is listed by its channel, its body kept to the letter",
    async (body) => {
      await dead(body, "unreadable");
      const [letter, ...more] = await letters({ channel: "whatsapp" });
      expect(more).toEqual([]);
      expect(letter).toEqual({
        id: "queue-id-1",
        channel: "whatsapp",
        reason: "unreadable",
        at: "2026-03-01T09:00:00.000Z",
      });
      expect(await deadLetterStore(at.items).body(letter!)).toBe(body);
    },
  );
});

describe("a job that is handed over twice", () => {
  it("is one letter, and changes nothing the second time", async () => {
    const job = jobOf(2);
    await at.deps.messages.ensureOutgoing(job.message);
    await at.deps.messages.begin(job.message, 0, 1, at.deps.now());
    await dead(JSON.stringify(job));
    const before = await at.read(job);
    at.clock.ms += 1_000;
    await dead(JSON.stringify(job));
    expect(await at.read(job)).toEqual(before);
    expect(await letters()).toHaveLength(1);
  });

  it("because the store failed in between, is done whole the second time", async () => {
    const job = jobOf(1);
    const { recordUnlessCanceled } = at.deps.messages;
    at.deps.messages.recordUnlessCanceled = async () => {
      throw new Error("the database is away");
    };
    deps = { ...deps, messages: at.deps.messages as BuryDeps["messages"] };
    await expect(dead(JSON.stringify(job))).rejects.toThrow("the database is away");
    at.deps.messages.recordUnlessCanceled = recordUnlessCanceled;
    await dead(JSON.stringify(job));
    expect((await at.statuses(job)).message).toBe("failed");
    expect(await letters()).toHaveLength(1);
  });
});
