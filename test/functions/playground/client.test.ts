import { describe, expect, it } from "vitest";
import { CONVERSATION, createPlayground, START } from "./fakes.ts";

const seconds = (n: number) => new Date(START.getTime() + n * 1000);

describe("a message on the playground", () => {
  it("is delivered, read and answered", async () => {
    const { accept, deliver, statusOf, factOf, messages } = createPlayground();
    const job = accept("hello");
    expect(await deliver(job)).toEqual({ kind: "sent", provider_message_id: `pg_${job.message.id}0` });
    expect(statusOf(job)).toBe("read");
    expect(factOf(job, "delivered")).toEqual({ at: START.toISOString() });
    expect(messages.answers()).toEqual(["You wrote: hello"]);
  });

  it("comes before its answer in the conversation's list", async () => {
    const { accept, deliver, messages } = createPlayground();
    const job = accept("hello");
    await deliver(job);
    const { data } = await messages.list(CONVERSATION, { limit: 10 });
    expect(data.map(({ kind }) => kind)).toEqual(["incoming", "outgoing"]);
  });

  it("is answered once, however often what follows it is done again", async () => {
    const { accept, deliver, sender, clock, messages, factOf } = createPlayground();
    const job = accept("hello");
    await deliver(job);
    clock.now = seconds(30);
    await sender.afterwards?.(job, job.parts[0]!, 0);
    expect(messages.answers()).toEqual(["You wrote: hello"]);
    expect(factOf(job, "read")).toEqual({ at: START.toISOString() });
  });

  it("is answered once when it leaves in three parts, after the last of them", async () => {
    const { accept, deliver, messages, statusOf } = createPlayground();
    const job = accept("a long story", { parts: 3 });
    const counts = [];
    for (const index of [0, 1, 2]) {
      await deliver(job, index);
      counts.push(messages.answers().length);
    }
    expect(counts).toEqual([0, 0, 1]);
    expect(statusOf(job)).toBe("read");
  });

  it("without words is answered by its file's name", async () => {
    const { accept, deliver, messages } = createPlayground();
    await deliver(accept(null, { file: "cat.png" }));
    expect(messages.answers()).toEqual(["You sent cat.png"]);
  });

  it.each([
    ["reply: yes", "read", ["yes"]],
    ["noreply", "read", []],
    ["unread", "delivered", []],
    ["silent", "sent", []],
    ["bounce", "failed", []],
  ])("saying %j ends as %s", async (text, status, answers) => {
    const { accept, deliver, statusOf, messages } = createPlayground();
    const job = accept(text);
    expect(await deliver(job)).toMatchObject({ kind: "sent" });
    expect(statusOf(job)).toBe(status);
    expect(messages.answers()).toEqual(answers);
  });

  it("saying `bounce` shows a card on the failed part", async () => {
    const { accept, deliver, factOf } = createPlayground();
    const job = accept("bounce");
    await deliver(job);
    expect(factOf(job, "failed")?.failure).toMatchObject({ code: "playground_bounced", retryable: false });
  });

  it("saying `fail` is refused with a card", async () => {
    const { accept, call } = createPlayground();
    expect(await call(accept("fail"))).toMatchObject({
      kind: "refused",
      failure: { code: "playground_refused", retryable: false },
    });
  });

  it("saying `lost` gets no answer from the call", async () => {
    const { accept, call } = createPlayground();
    expect(await call(accept("lost"))).toEqual({ kind: "lost", reason: expect.stringMatching(/lost/) });
  });

  it("saying `throttle` is held off for five seconds and then taken", async () => {
    const { accept, call, deliver, clock, statusOf } = createPlayground();
    const job = accept("throttle");
    expect(await call(job)).toMatchObject({ kind: "throttled", retry_after: 5 });
    clock.now = seconds(3.4);
    expect(await call(job)).toMatchObject({ kind: "throttled", retry_after: 2 });
    clock.now = seconds(5);
    expect(await deliver(job)).toMatchObject({ kind: "sent" });
    expect(statusOf(job)).toBe("read");
  });

  it("is not answered into a conversation that is gone: that is an error", async () => {
    const { accept, deliver, deps } = createPlayground();
    deps.conversations.get = async () => undefined;
    await expect(deliver(accept("hello"))).rejects.toThrow(/9/);
  });
});
