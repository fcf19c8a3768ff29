import { describe, expect, it } from "vitest";
import { answersInHourBefore } from "../../../functions/playground/answers.ts";
import { playgroundSender } from "../../../functions/playground/client.ts";
import { ANSWERS_PER_HOUR } from "../../../functions/playground/limits.ts";
import { CONVERSATION, conversation, createPlayground, START } from "./fakes.ts";

const minutes = (n: number) => new Date(START.getTime() + n * 60_000);

describe("two bots talking on the playground", () => {
  it("come to rest after 20 answers in an hour, and every message is still read", async () => {
    const { accept, deliver, clock, messages, statusOf } = createPlayground();
    let last = accept("hi");
    await deliver(last);
    for (let n = 1; n < 30; n += 1) {
      clock.now = minutes(n);
      last = accept(messages.answers().at(-1)!);
      await deliver(last);
    }
    expect(ANSWERS_PER_HOUR).toBe(20);
    expect(messages.answers()).toHaveLength(20);
    expect(statusOf(last)).toBe("read");
  });

  it("may go on as the hour passes, one answer for each that is an hour old", async () => {
    const { accept, deliver, clock, messages } = createPlayground();
    for (let n = 0; n < 25; n += 1) {
      clock.now = minutes(n);
      await deliver(accept("hi"));
    }
    clock.now = new Date(minutes(60).getTime() - 1);
    await deliver(accept("too early"));
    expect(messages.answers()).toHaveLength(20);
    clock.now = minutes(61);
    for (const text of ["one", "two", "three"]) await deliver(accept(text));
    expect(messages.answers()).toHaveLength(22);
  });

  it("are counted the same after a restart", async () => {
    const { accept, deliver, messages, deps, clock, statusOf } = createPlayground();
    for (let n = 0; n < 20; n += 1) await deliver(accept("hi"));
    const restarted = playgroundSender({ ...deps });
    clock.now = minutes(10);
    const job = accept("hi");
    await restarted.afterwards?.(job, job.parts[0]!, 0);
    expect(statusOf(job)).toBe("read");
    expect(messages.answers()).toHaveLength(20);
  });

  it("do not use up another conversation's answers", async () => {
    const { accept, deliver, messages } = createPlayground();
    for (let n = 0; n < 20; n += 1) await deliver(accept("hi"));
    expect(await answersInHourBefore(messages, CONVERSATION, minutes(1))).toBe(20);
    expect(await answersInHourBefore(messages, CONVERSATION + 1, minutes(1))).toBe(0);
  });
});

describe("counting answers", () => {
  it("looks through more than one page of messages that need none", async () => {
    const { accept, deliver, messages } = createPlayground();
    await deliver(accept("hi"));
    for (let n = 0; n < 250; n += 1) accept("noreply");
    expect(await answersInHourBefore(messages, CONVERSATION, minutes(1))).toBe(1);
  });

  it("stops reading where the hour began", async () => {
    const { accept, messages, clock } = createPlayground();
    for (let n = 0; n < 350; n += 1) accept("old");
    clock.now = minutes(120);
    accept("new");
    let pages = 0;
    const counted = {
      list: (...asked: Parameters<typeof messages.list>) => {
        pages += 1;
        return messages.list(...asked);
      },
    };
    await answersInHourBefore(counted, CONVERSATION, minutes(120));
    expect(pages).toBe(1);
  });

  it("counts only what the contact answered by itself", async () => {
    const { messages, deps } = createPlayground();
    if (conversation.kind !== "external") throw new Error("not external");
    for (const id of ["written-by-hand", "pg__answer", "pg_short_answer"]) {
      await deps.receiveIncoming({
        account: conversation.account,
        conversation,
        provider_message_id: id,
        text: "hello",
        at: START,
      });
    }
    expect(await answersInHourBefore(messages, CONVERSATION, minutes(1))).toBe(0);
  });
});
