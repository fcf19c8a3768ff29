import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createHandler as createGet } from "../../../functions/conversations/get-message.ts";
import { MESSAGE_ID } from "../../../shared/domain/ids.ts";
import { log } from "../../../shared/lambda/log.ts";
import type { Problem } from "../../../shared/lambda/problem.ts";
import type { DeliveryQueue } from "../../../shared/messaging/ports.ts";
import { visitorStore } from "../../../shared/store/visitors.ts";
import { call } from "../../support/calls.ts";
import { post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { brokenQueue, postWith, withoutMessages, withRepeatedWrites } from "./interrupted.ts";
import { changingNothing, expectProblem } from "./refused.ts";
import { work } from "./work.ts";

const backend = eachWithBackend();
afterEach(() => vi.restoreAllMocks());
const hello = { message_text: "Hello" };
const keyed = { headers: { "idempotency-key": "key-1" } };
const LEASE = 30_000;
const read = (message_id: string) =>
  call(createGet(backend().parts()), "GET /conversations/{id}/messages/{message_id}", {
    params: { id: "104", message_id },
  });

describe("when the queue cannot be reached", () => {
  it("nothing is stored, the sender is told how to repeat it safely, and the log says why", async () => {
    const logged = vi.spyOn(log, "error").mockImplementation(() => {});
    const answer = await changingNothing(backend(), () =>
      postWith<Problem>(backend(), "webchat", { queue: brokenQueue }, hello),
    );
    expectProblem(answer, 503);
    expect([answer.headers["retry-after"], answer.body.data.retryAfter]).toEqual(["30", 30]);
    expect(answer.body.detail).toMatch(/could not be confirmed.*same Idempotency-Key is safe/);
    expect(answer.body.data.message_id).toMatch(MESSAGE_ID);
    expect(answer.text).not.toContain("out of reach");
    expect(logged.mock.calls).toMatchObject([
      [{ error: { message: "The queue is out of reach" } }, expect.any(String)],
    ]);
  });

  it("the next try with the key waits for the lease, and then sends the message once", async () => {
    vi.spyOn(log, "error").mockImplementation(() => {});
    const first = await postWith<Problem>(backend(), "webchat", { queue: brokenQueue }, hello, keyed);
    expect(first.status).toBe(503);
    const reserved = first.body.data.message_id;
    backend().clock.add(LEASE - 1);
    const early = await post<Problem>(backend(), "webchat", hello, keyed);
    expectProblem(early, 409);
    expect(early.headers["retry-after"]).toBe("1");
    backend().clock.add(1);
    const late = await post(backend(), "webchat", hello, keyed);
    expect([late.status, late.body.id]).toEqual([201, reserved]);
    expect(backend().jobs()).toHaveLength(1);
  });
});

describe("when the queue takes the message and its answer is lost", () => {
  it("the message is sent once, under the id that was told, also when the request is repeated", async () => {
    vi.spyOn(log, "error").mockImplementation(() => {});
    const queue = backend().queue("webchat");
    const lossy: DeliveryQueue = {
      async enqueue(job, group) {
        await queue.enqueue(job, group);
        throw new Error("The connection was reset");
      },
    };
    const { status, body } = await postWith<Problem>(backend(), "webchat", { queue: lossy }, hello, keyed);
    expect(status).toBe(503);
    expect(body.detail).not.toMatch(/nothing was sent/);
    await work(backend(), "webchat");
    const sent = await read(String(body.data.message_id));
    expect([sent.status, sent.body.status]).toEqual([200, "sent"]);
    const again = await post(backend(), "webchat", hello, keyed);
    expect([again.status, again.body.id, again.headers["idempotent-replayed"]]).toEqual([
      201,
      body.data.message_id,
      "true",
    ]);
    await work(backend(), "webchat");
    const shown = await visitorStore(backend().items, () => backend().clock.now).after(104, 0, 10);
    expect(shown).toHaveLength(1);
  });
});

describe("when the database's client repeats a write whose answer was lost", () => {
  it.each(["a new", "an expired"])(
    "%s key meets its own record and is carried out at once",
    async (state) => {
      if (state === "an expired") {
        await post(backend(), "webchat", { message_text: "Before" }, keyed);
        backend().clock.add(49 * 3_600_000);
      }
      const items = withRepeatedWrites(backend().items);
      const answer = await postWith(backend(), "webchat", { items }, hello, keyed);
      expect([answer.status, answer.body.message_text]).toEqual([201, "Hello"]);
      const replay = await post(backend(), "webchat", hello, keyed);
      expect([replay.body.id, replay.headers["idempotent-replayed"]]).toEqual([answer.body.id, "true"]);
    },
  );
});

describe("while a request is being carried out", () => {
  it("another with its key is told to wait, and one after the lease carries on under the same id", async () => {
    const reached = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const queue = backend().queue("webchat");
    const slow: DeliveryQueue = {
      async enqueue(job, group) {
        reached.resolve();
        await held.promise;
        await queue.enqueue(job, group);
      },
    };
    const first = postWith(backend(), "webchat", { queue: slow }, hello, keyed);
    await reached.promise;
    const second = await post<Problem>(backend(), "webchat", hello, keyed);
    expectProblem(second, 409);
    expect(Number(second.headers["retry-after"])).toBe(30);
    backend().clock.add(LEASE);
    const third = await post(backend(), "webchat", hello, keyed);
    held.resolve();
    const { status, body } = await first;
    expect([status, third.status, third.body.id]).toEqual([201, 201, body.id]);
    expect(
      backend()
        .jobs()
        .map(({ job }) => job.message.id),
    ).toEqual([body.id, body.id]);
    await work(backend(), "webchat");
    const shown = await visitorStore(backend().items, () => backend().clock.now).after(104, 0, 10);
    expect(shown.map(({ id }) => id)).toEqual([`${body.id}0`]);
  });
});

describe("when the message is queued but cannot be stored", () => {
  beforeEach(() => {
    vi.spyOn(log, "warn").mockImplementation(() => {});
  });

  it("it is answered 202, is not there yet, and is there once the worker had it", async () => {
    const items = withoutMessages(backend().items);
    const { status, body } = await postWith<{ id: string; retry_after: number }>(
      backend(),
      "webchat",
      { items },
      hello,
      keyed,
    );
    expect([status, body.retry_after]).toEqual([202, 2]);
    expect((await read(body.id)).status).toBe(404);
    expectProblem(await post<Problem>(backend(), "webchat", hello, keyed), 409);
    await work(backend(), "webchat");
    expect((await read(body.id)).body).toMatchObject({ id: body.id, status: "sent", message_text: "Hello" });
    const replay = await post(backend(), "webchat", hello, keyed);
    expect([replay.status, replay.body.id]).toEqual([201, body.id]);
  });

  it("a replay after the lease is the same message again, sent once", async () => {
    const items = withoutMessages(backend().items);
    const first = await postWith(backend(), "webchat", { items }, hello, keyed);
    backend().clock.add(LEASE);
    const second = await post(backend(), "webchat", hello, keyed);
    expect([second.status, second.body.id]).toEqual([201, first.body.id]);
    await work(backend(), "webchat");
    const shown = await visitorStore(backend().items, () => backend().clock.now).after(104, 0, 10);
    expect(shown.map(({ id }) => id)).toEqual([`${first.body.id}0`]);
  });
});
