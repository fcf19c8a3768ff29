import { describe, expect, it } from "vitest";
import { createChat, jobOf, START, textPart } from "./fakes.ts";
import { deliver, join, say } from "./steps.ts";

describe("acknowledging", () => {
  it.each(["seq", "id"] as const)("makes that part delivered, by its %s, and no other", async (by) => {
    const chat = createChat();
    await join(chat);
    const id = await deliver(chat, 7, textPart("one"), textPart("two"));
    chat.clock.now = new Date(START.getTime() + 2_000);
    const ack = by === "seq" ? { seq: 2 } : { id: `${id}1` };
    expect(await say(chat, "tab", { type: "ack", ...ack })).toEqual([]);
    expect(chat.inbox.fact(7, id, 1, "delivered")).toEqual({ at: chat.clock.now.toISOString() });
    expect(chat.inbox.fact(7, id, 0, "delivered")).toBeUndefined();
  });

  it("twice changes nothing the second time", async () => {
    const chat = createChat();
    await join(chat);
    const id = await deliver(chat, 7, textPart("one"));
    await say(chat, "tab", { type: "ack", seq: 1 });
    chat.clock.now = new Date(START.getTime() + 60_000);
    expect(await say(chat, "tab", { type: "ack", seq: 1 })).toEqual([]);
    expect(chat.inbox.fact(7, id, 0, "delivered")).toEqual({ at: START.toISOString() });
  });

  it("finds an id far back in a long conversation", async () => {
    const chat = createChat();
    await join(chat);
    const ids: string[] = [];
    for (let n = 0; n < 150; n += 1) ids.push(await deliver(chat, 7, textPart(`${n}`)));
    await say(chat, "tab", { type: "ack", id: `${ids[149]}0` });
    expect(chat.inbox.fact(7, ids[149]!, 0, "delivered")).toBeDefined();
    expect(ids.filter((id) => chat.inbox.fact(7, id, 0, "delivered"))).toHaveLength(1);
  });

  it("cannot touch another visitor's message, a part that is not there, or the visitor's own", async () => {
    const chat = createChat();
    await join(chat);
    const theirs = await deliver(chat, 8, textPart("for eight"));
    const mine = await deliver(chat, 7, textPart("for seven"));
    await say(chat, "tab", { type: "message", text: "mine" });
    const own = chat.visitors.items.get(7)![1]!.id;
    for (const ack of [
      { id: `${theirs}0` },
      { id: `${mine}5` },
      { id: mine },
      { id: own },
      { seq: 2 },
      { seq: 3 },
    ]) {
      expect(await say(chat, "tab", { type: "ack", ...ack })).toMatchObject([{ code: "not_found" }]);
    }
    expect(chat.inbox.fact(8, theirs, 0, "delivered")).toBeUndefined();
    expect(chat.inbox.fact(7, mine, 0, "delivered")).toBeUndefined();
  });

  it("of a message that is still queued is not possible", async () => {
    const chat = createChat();
    await join(chat);
    const job = jobOf(7, [textPart("later")]);
    chat.inbox.addOutgoing(job);
    expect(await say(chat, "tab", { type: "ack", id: `${job.message.id}0` })).toMatchObject([
      { code: "not_found" },
    ]);
    expect(chat.inbox.fact(7, job.message.id, 0, "delivered")).toBeUndefined();
  });
});
