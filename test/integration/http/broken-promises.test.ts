import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createHandler as createGet } from "../../../functions/conversations/get-message.ts";
import { log } from "../../../shared/lambda/log.ts";
import type { Problem } from "../../../shared/lambda/problem.ts";
import type { DeliveryQueue } from "../../../shared/messaging/ports.ts";
import { visitorStore } from "../../../shared/store/visitors.ts";
import { call } from "../../support/calls.ts";
import { post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { brokenQueue, postWith, withoutMessages } from "./interrupted.ts";
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
  it("nothing is stored, the sender is told to come again, and the log says why", async () => {
    const logged = vi.spyOn(log, "error").mockImplementation(() => {});
    const answer = await changingNothing(backend(), () =>
      postWith<Problem>(backend(), "webchat", { queue: brokenQueue }, hello),
    );
    expectProblem(answer, 503);
    expect([answer.headers["retry-after"], answer.body.data.retryAfter]).toEqual(["30", 30]);
    expect(answer.text).not.toContain("out of reach");
    expect(logged.mock.calls).toMatchObject([
      [{ error: { message: "The queue is out of reach" } }, expect.any(String)],
    ]);
  });

  it("the next try with the key waits for the lease, and then sends the message once", async () => {
    vi.spyOn(log, "error").mockImplementation(() => {});
    expect((await postWith(backend(), "webchat", { queue: brokenQueue }, hello, keyed)).status).toBe(503);
    const reserved = backend()
      .stored()
      .find(({ sk }) => sk === "record")!.message_id;
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
