import { describe, expect, it } from "vitest";
import { ServerFrame } from "../../../functions/webchat/socket-frames.ts";
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
    expect(await ask(0)).toEqual(["one", "two", "three", "four", "caught_up"]);
    expect(await ask(2)).toEqual(["three", "four", "caught_up"]);
    expect(await ask(4)).toEqual(["caught_up"]);
    expect(await ask(900)).toEqual(["caught_up"]);
  });

  const asksUntilDone = async (chat: ReturnType<typeof createChat>) => {
    const answers: ServerFrame[][] = [];
    let after_seq = 0;
    for (let more = true; more && answers.length < 10; ) {
      const frames = await say(chat, "tab", { type: "catch_up", after_seq });
      answers.push(frames);
      const end = frames.at(-1);
      if (end?.type !== "caught_up") throw new Error("The answer has no end");
      ({ seq: after_seq, more } = end);
    }
    return answers;
  };

  it.each([
    [0, [0]],
    [99, [99]],
    [100, [100]],
    [101, [100, 1]],
    [250, [100, 100, 50]],
  ])("gives all of %i items to a page that asks on, a hundred each time", async (count, batches) => {
    const chat = createChat();
    await join(chat);
    for (let n = 1; n <= count; n += 1) await deliver(chat, 7, textPart(`${n}`));
    chat.visitors.reads = 0;
    const answers = await asksUntilDone(chat);
    expect(answers.map((frames) => frames.length - 1)).toEqual(batches);
    const shown = answers.flatMap((frames) => texts(frames.slice(0, -1)));
    expect(shown).toEqual(Array.from({ length: count }, (_, index) => `${index + 1}`));
    expect(answers.flat().every((frame) => ServerFrame.safeParse(frame).success)).toBe(true);
    expect(chat.visitors.reads).toBe(batches.length);
    expect(chat.visitors.largestPage).toBeLessThanOrEqual(101);
  });

  it("tells a page how far it is, also when there is nothing to show", async () => {
    const chat = createChat();
    await join(chat);
    await deliver(chat, 7, textPart("one"), textPart("two"));
    const end = async (after_seq: number) => (await say(chat, "tab", { type: "catch_up", after_seq })).at(-1);
    expect(await end(0)).toEqual({ type: "caught_up", seq: 2, more: false });
    expect(await end(2)).toEqual({ type: "caught_up", seq: 2, more: false });
    expect(await end(900)).toEqual({ type: "caught_up", seq: 900, more: false });
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
