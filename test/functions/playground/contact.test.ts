import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { reactionTo } from "../../../functions/playground/contact.ts";
import { TEXT_MAX } from "../../../functions/playground/limits.ts";
import { cpuMs } from "../../support/cpu.ts";

describe("the simulated contact", () => {
  it("reads any text and answers with an echo", () => {
    expect(reactionTo("hello")).toEqual({ delivered: true, read: true, answer: "You wrote: hello" });
  });

  it("answers files by their names, and their caption if there is one", () => {
    expect(reactionTo("", ["a.png", "b.pdf"]).answer).toBe("You sent a.png, b.pdf");
    expect(reactionTo("look", ["a.png"]).answer).toBe("You wrote: look");
  });

  it.each([
    ["tap", { delivered: true, read: true, tap: true, answer: "You wrote: tap" }],
    ["noreply", { delivered: true, read: true }],
    ["unread", { delivered: true, read: false }],
    ["silent", { delivered: false, read: false }],
    ["lost", { delivered: false, read: false, lost: true }],
    ["throttle", { delivered: true, read: true, busy: 5, answer: "You wrote: throttle" }],
    ["reply: 42", { delivered: true, read: true, answer: "42" }],
    ["reply: two\nlines: here", { delivered: true, read: true, answer: "two\nlines: here" }],
    ["reply", { delivered: true, read: true, answer: "You wrote: reply" }],
  ])("does as %j asks", (text, reaction) => {
    expect(reactionTo(text)).toEqual(reaction);
  });

  it.each([
    ["fail", "refused", "playground_refused"],
    ["bounce", "failed", "playground_bounced"],
  ] as const)("fails on %j with a card that names the reason", (text, when, code) => {
    const reaction = reactionTo(text);
    expect(reaction).toMatchObject({ delivered: false, read: false, [when]: { code, fix_by: "developer" } });
    expect(reaction.answer).toBeUndefined();
  });

  it.each(["FAIL", " fail \n", "fail: please", "Fail :x"])("takes %j for the same trigger", (text) => {
    expect(reactionTo(text).refused?.code).toBe("playground_refused");
  });

  it.each(["did it fail?", "fail please", "silently", "constructor", "toString: x", "re:fail", "fail!"])(
    "takes %j for a plain text",
    (text) => {
      expect(reactionTo(text)).toEqual({ delivered: true, read: true, answer: `You wrote: ${text}` });
    },
  );

  it("never answers with more than a message holds, nor with half an emoji", () => {
    const { answer } = reactionTo("😀".repeat(TEXT_MAX / 2));
    expect(answer).toBe(`You wrote: ${"😀".repeat(2042)}`);
    expect(answer!.length).toBeLessThanOrEqual(TEXT_MAX);
    expect(reactionTo(`reply: ${"x".repeat(5_000)}`).answer).toHaveLength(TEXT_MAX);
  });

  it("is quick with a very long text of white space", async () => {
    const used = await cpuMs(() => {
      expect(reactionTo(`reply:${" ".repeat(40_000)}x`).answer).toBe("x");
      expect(reactionTo(`${" ".repeat(40_000)}fail`).refused).toBeDefined();
    });
    expect(used).toBeLessThan(1_000);
  });

  it("has every trigger in the README", () => {
    const readme = readFileSync(new URL("../../../functions/playground/README.md", import.meta.url), "utf8");
    const [, section = ""] = readme.split("## What the contact does");
    const [table = ""] = section.split("\n## ");
    const listed = [...table.matchAll(/^\| `([a-z]+)[^`]*`/gm)].map(([, word]) => word!);
    const plain = JSON.stringify({ delivered: true, read: true, answer: "You wrote: X" });
    const other = (word: string) => JSON.stringify(reactionTo(`${word}: x`)).replace(`${word}: x`, "X");
    expect(listed).toEqual([
      "reply",
      "tap",
      "noreply",
      "unread",
      "silent",
      "fail",
      "bounce",
      "lost",
      "throttle",
    ]);
    for (const word of listed) expect(other(word), word).not.toBe(plain);
  });
});
