import { describe, expect, it } from "vitest";
import { messenger } from "../../../functions/messenger/channel.ts";
import { contentOf, type Told } from "../../support/content.ts";
import { accountOf, handle, says, to } from "./page-support.ts";

const account = accountOf("messenger", { page_id: "1001" });
const transform = (content: Told) => messenger.transform(contentOf(content), to(account));
const textOf = (payload: Record<string, unknown>) => (payload.message as { text: string }).text;
const codes = (found: { code: string }[]) => found.map(({ code }) => code);

describe("a text to Messenger", () => {
  it("is one answer to the person, with our handle for its echo", () => {
    expect(transform(says("Hello"))).toEqual({
      parts: [
        {
          kind: "text",
          payload: {
            recipient: { id: "7305551234" },
            messaging_type: "RESPONSE",
            message: { text: "Hello", metadata: handle(0) },
          },
          slots: [],
        },
      ],
      adaptations: [],
      violations: [],
    });
  });

  it("of exactly 2,000 characters goes as it is", () => {
    const { parts, adaptations } = transform(says("a".repeat(2_000)));
    expect(parts.map(({ payload }) => textOf(payload))).toEqual(["a".repeat(2_000)]);
    expect(adaptations).toEqual([]);
  });

  it("of 2,001 characters is split, and the sender is told", () => {
    const { parts, adaptations } = transform(says("a".repeat(2_001)));
    expect(parts.map(({ payload }) => textOf(payload).length)).toEqual([2_000, 1]);
    expect(adaptations).toEqual([
      {
        code: "text_split",
        path: "/message_text",
        message: "The text was split into 2 messages of at most 2000 characters each.",
      },
    ]);
  });

  it("is split between words, and each bubble has its own handle", () => {
    const text = `${"word ".repeat(399)}word and the rest`;
    const { parts } = transform(says(text));
    const texts = parts.map(({ payload }) => textOf(payload));
    expect(texts.join(" ")).toBe(text);
    expect(parts.map(({ payload }) => (payload.message as { metadata: string }).metadata)).toEqual([
      handle(0),
      handle(1),
    ]);
  });

  it("counts an emoji as the two units it is, and never cuts one", () => {
    expect(transform(says("😀".repeat(1_000))).parts).toHaveLength(1);
    const { parts } = transform(says(`a${"😀".repeat(1_000)}`));
    const texts = parts.map(({ payload }) => textOf(payload));
    expect(texts.map((text) => text.length)).toEqual([1_999, 2]);
    expect(texts.every((text) => text.isWellFormed())).toBe(true);
  });

  it("quotes the answered message in its first bubble only", () => {
    const { parts } = transform(
      says("a".repeat(2_001), { replyTo: { provider_message_id: "m_asked", message_id: "x" } }),
    );
    expect(parts[0]?.payload.reply_to).toEqual({ mid: "m_asked" });
    expect(parts[1]?.payload).not.toHaveProperty("reply_to");
  });

  it("that fills ten bubbles is sent; one more character is refused with the number needed", () => {
    expect(transform(says("a".repeat(20_000))).parts).toHaveLength(10);
    const refused = transform(says("a".repeat(20_001)));
    expect(refused.parts).toEqual([]);
    expect(refused.violations).toEqual([
      {
        path: "/message_text",
        code: "too_many_parts",
        message: "This would need 11 Messenger messages; at most 10 are sent for one.",
      },
    ]);
  });

  it.each([undefined, "", " \n "])("that says nothing (%j) is refused", (text) => {
    expect(transform({ type: "text", media: [], ...(text !== undefined && { text }) }).violations).toEqual([
      { path: "/message_text", code: "empty_message", message: "There is no text to send." },
    ]);
  });
});

describe("what Messenger does not carry", () => {
  it("is refused: a contact without a page-scoped id", () => {
    const found = messenger.transform(says("Hi"), to(account, { id: 7, user_id: "US.1" })).violations;
    expect(codes(found)).toEqual(["contact_unreachable"]);
  });
});

describe("a text to Messenger under a tag", () => {
  it("bears it on every bubble", () => {
    const { parts } = transform(says("a".repeat(2_001), { tag: "HUMAN_AGENT" }));
    expect(parts.map(({ payload: { messaging_type, tag } }) => [messaging_type, tag])).toEqual([
      ["MESSAGE_TAG", "HUMAN_AGENT"],
      ["MESSAGE_TAG", "HUMAN_AGENT"],
    ]);
  });
});
