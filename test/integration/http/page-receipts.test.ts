import { describe, expect, it } from "vitest";
import { DEMO } from "../../../infra/local/demo.ts";
import type { Job } from "../../../shared/domain/message.ts";
import { messageStore } from "../../../shared/store/messages.ts";
import { eachWithBackend } from "./fixture.ts";
import { begun, echo, handleFor, noteSent, pageActs, sent, stateOf } from "./page-reports.ts";
import { getConversation } from "./reading.ts";
import { changingNothing } from "./refused.ts";

const backend = eachWithBackend();
const { now, read, delivered, seen, statuses } = pageActs(backend);
const wait = (ms = 1_000) => backend().clock.add(ms);

describe("a message on Messenger", () => {
  it("is delivered when Meta names it, and read by a time after it", async () => {
    const job = await sent(backend(), "messenger", "m_1");
    await delivered(["m_1"], now() - 1);
    expect(await statuses(job)).toEqual(["delivered"]);
    await read(now() + 1);
    expect(await statuses(job)).toEqual(["read"]);
  });

  it("is read with all that was sent before, and without what was sent after", async () => {
    const first = await sent(backend(), "messenger", "m_1");
    wait();
    const second = await sent(backend(), "messenger", "m_2");
    const watermark = now();
    wait();
    const third = await sent(backend(), "messenger", "m_3");
    await read(watermark);
    expect(await statuses(first, second, third)).toEqual(["read", "read", "sent"]);
  });

  it("that was delivered by name does not hide the sixty older ones that only the time names", async () => {
    const first = await sent(backend(), "messenger", "m_1");
    wait();
    for (let index = 0; index < 60; index += 1) await sent(backend(), "messenger", `m_between_${index}`);
    wait();
    const second = await sent(backend(), "messenger", "m_2");
    await delivered(["m_2"], now());
    expect(await statuses(first, second)).toEqual(["delivered", "delivered"]);
  });

  it("is read although a hundred newer ones were sent after that time", async () => {
    const job = await sent(backend(), "messenger", "m_0");
    const watermark = now();
    wait();
    for (let index = 1; index <= 100; index += 1) await sent(backend(), "messenger", `m_${index}`);
    await read(watermark);
    expect(await statuses(job)).toEqual(["read"]);
  });

  it("that is noted as sent only after it was read is read then", async () => {
    const job = await begun(backend(), "messenger");
    const at = now();
    await read(at + 2_000);
    await delivered(["m_1"], at + 2_000);
    wait();
    await noteSent(backend(), job, "m_1");
    expect(await statuses(job)).toEqual(["read"]);
    expect(Object.keys((await stateOf(backend(), job)).parts[0]!.facts)).toContain("delivered");
  });

  it("that may have been sent after a time is not read by it, until its echo tells Meta's own time", async () => {
    const job = await begun(backend(), "messenger");
    const meta = now();
    wait(300);
    await noteSent(backend(), job, "m_1");
    await read(meta + 100);
    expect(await statuses(job)).toEqual(["sent"]);
    await echo(backend(), "messenger", "m_1", meta, handleFor(job));
    expect(await statuses(job)).toEqual(["read"]);
  });

  it("keeps Meta's own time from an echo that bears Meta's id alone", async () => {
    const job = await begun(backend(), "messenger");
    const meta = now();
    wait(300);
    await noteSent(backend(), job, "m_1");
    await read(meta + 100);
    await echo(backend(), "messenger", "m_1", meta);
    expect(await statuses(job)).toEqual(["read"]);
    expect((await stateOf(backend(), job)).parts[0]!.echoed).toBe(new Date(meta).toISOString());
    await changingNothing(backend(), () => echo(backend(), "messenger", "m_1", meta));
  });

  it("is not touched by an echo of what somebody else wrote for the Page, nor by another account's", async () => {
    const job = await sent(backend(), "messenger", "m_1");
    await changingNothing(backend(), () => echo(backend(), "messenger", "m_other", now()));
    await changingNothing(backend(), () => echo(backend(), "instagram", "m_1", now()));
    expect((await stateOf(backend(), job)).parts[0]!.echoed).toBeUndefined();
  });

  it("whose answer was lost is neither delivered nor read by a time alone, and both once its echo came", async () => {
    const job = await begun(backend(), "messenger");
    const { conversation_id, id: message_id } = job.message;
    const value = { at: backend().clock.now.toISOString() };
    await messageStore(backend().items).record({ conversation_id, message_id }, [
      { part: 0, fact: "unknown", value },
    ]);
    await read(now() + 5);
    await delivered(["m_1"], now() + 5);
    expect(await statuses(job)).toEqual(["unknown"]);
    await echo(backend(), "messenger", "m_1", now(), handleFor(job));
    expect(await statuses(job)).toEqual(["read"]);
  });

  it("is not settled by a time that is more than a day ahead, nor is any later one", async () => {
    const job = await sent(backend(), "messenger", "m_1");
    await changingNothing(backend(), () => read(now() + 86_400_001));
    expect(await statuses(job)).toEqual(["sent"]);
  });

  it("is not touched by a time of somebody else's reading", async () => {
    const job = await sent(backend(), "messenger", "m_1");
    await changingNothing(backend(), () => read(now() + 5, { from: "4242" }));
    expect(await statuses(job)).toEqual(["sent"]);
  });
});

describe("a message on Instagram", () => {
  it("is read with those before it, and without those after it, even of the same moment", async () => {
    const jobs: Job[] = [];
    for (let index = 0; index < 3; index += 1) {
      jobs.push(await begun(backend(), "instagram"));
      wait(1);
    }
    for (const [index, job] of jobs.entries()) await noteSent(backend(), job, `m_${index + 1}`);
    await seen("m_2");
    expect(await statuses(...jobs)).toEqual(["read", "read", "sent"]);
  });

  it("that is noted as sent only after it was seen is read then, with those before it", async () => {
    const first = await sent(backend(), "instagram", "m_1");
    wait();
    const second = await begun(backend(), "instagram");
    await seen("m_2");
    expect(await statuses(first, second)).toEqual(["sent", "sending"]);
    await noteSent(backend(), second, "m_2");
    expect(await statuses(first, second)).toEqual(["read", "read"]);
  });

  it("that turns out to be sent before one that was seen is read", async () => {
    const first = await begun(backend(), "instagram");
    const at = now();
    wait();
    const second = await sent(backend(), "instagram", "m_2");
    await seen("m_2");
    await echo(backend(), "instagram", "m_1", at, handleFor(first));
    expect(await statuses(first, second)).toEqual(["read", "read"]);
  });
});

it("what is kept of receipts does not show in a conversation", async () => {
  const { conversation } = DEMO.messenger;
  const before = (await getConversation(backend(), conversation)).body;
  await read(now());
  expect((await getConversation(backend(), conversation)).body).toEqual(before);
});
