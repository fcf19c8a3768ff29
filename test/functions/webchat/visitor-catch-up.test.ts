import { describe, expect, it } from "vitest";
import { createChat, imagePart, textPart } from "./fakes.ts";
import { deliver, join, say, texts } from "./steps.ts";

describe("catching up", () => {
  it("gives everything after the last seen item, in order, both directions", async () => {
    const chat = createChat();
    await join(chat);
    await deliver(chat, 7, textPart("one"));
    await say(chat, "tab", { type: "message", text: "two" });
    await deliver(chat, 7, textPart("three"), textPart("four"));
    const ask = async (after_seq: number) => texts(await say(chat, "tab", { type: "catch_up", after_seq }));
    expect(await ask(0)).toEqual(["one", "two", "three", "four"]);
    expect(await ask(2)).toEqual(["three", "four"]);
    expect(await ask(4)).toEqual([]);
    expect(await ask(900)).toEqual([]);
  });

  it.each([99, 100, 101, 250])("gives all of %i items, read a hundred at a time", async (count) => {
    const chat = createChat();
    await join(chat);
    for (let n = 1; n <= count; n += 1) await deliver(chat, 7, textPart(`${n}`));
    chat.visitors.reads = 0;
    const frames = await say(chat, "tab", { type: "catch_up", after_seq: 0 });
    expect(texts(frames)).toEqual(Array.from({ length: count }, (_, index) => `${index + 1}`));
    expect(chat.visitors.largestPage).toBe(100);
    expect(chat.visitors.reads).toBe(Math.floor(count / 100) + 1);
  });

  it("gives a fresh link for a file shown days ago", async () => {
    const chat = createChat();
    await join(chat);
    await deliver(chat, 7, imagePart("cat.png"));
    chat.clock.now = new Date("2026-03-05T12:00:00.000Z");
    const [frame] = await say(chat, "tab", { type: "catch_up", after_seq: 0 });
    expect(frame).toMatchObject({ message: { file: { expires_at: "2026-03-05T13:00:00.000Z" } } });
    expect(JSON.stringify(frame)).not.toContain('"key"');
  });
});
