import { describe, expect, it } from "vitest";
import { instagram } from "../../../functions/instagram/channel.ts";
import { contentOf, type Told } from "../../support/content.ts";
import { accountOf, file, handle, says, to } from "../messenger/page-support.ts";

const login = accountOf("instagram", { instagram_id: "17841400000000001" });
const paged = accountOf("instagram", { instagram_id: "17841400000000001", page_id: "1001" });
const transform = (content: Told, account = login) => instagram.transform(contentOf(content), to(account));
const textOf = (payload: Record<string, unknown>) => (payload.message as { text: string }).text;
const bytes = (text: string) => Buffer.byteLength(text);

describe("a text to Instagram", () => {
  it("that has a link which is no URL is refused, for Instagram would refuse it", () => {
    const refusal = { path: "/message_text", code: "invalid_link" };
    expect(transform(says("See http://[ or https://example.com/a"))).toMatchObject({
      parts: [],
      violations: [refusal],
    });
    expect(transform(says("See https://example.com/a, or http:")).violations).toEqual([]);
  });

  it("by Instagram Login has only what that API documents", () => {
    expect(transform(says("Hello", { replyTo: { provider_message_id: "m_0" } })).parts).toEqual([
      {
        kind: "text",
        payload: {
          recipient: { id: "7305551234" },
          reply_to: { mid: "m_0" },
          message: { text: "Hello" },
        },
        slots: [],
      },
    ]);
  });

  it("over a Page is a Send API answer with our handle", () => {
    expect(transform(says("Hello", { replyTo: { provider_message_id: "m_0" } }), paged).parts).toEqual([
      {
        kind: "text",
        payload: {
          recipient: { id: "7305551234" },
          messaging_type: "RESPONSE",
          reply_to: { mid: "m_0" },
          message: { text: "Hello", metadata: handle(0) },
        },
        slots: [],
      },
    ]);
  });

  it.each([
    ["letters", "a", 1_000],
    ["umlauts", "ü", 500],
    ["kana", "あ", 333],
    ["emoji", "😀", 250],
    ["a family of one emoji", "👨‍👩‍👧", 55],
  ])("is measured in bytes: %s", (_, character, most) => {
    expect(transform(says(character.repeat(most))).parts).toHaveLength(1);
    const { parts, adaptations } = transform(says(character.repeat(most + 1)));
    const texts = parts.map(({ payload }) => textOf(payload));
    expect(texts).toEqual([character.repeat(most), character]);
    expect(adaptations).toEqual([
      {
        code: "text_split",
        path: "/message_text",
        message: "The text was split into 2 messages of at most 1000 bytes each.",
      },
    ]);
  });

  it("that mixes scripts loses nothing and never exceeds the limit", () => {
    const text = "Grüße aus 東京 👩‍🚀 und bis bald. ".repeat(60).trim();
    const texts = transform(says(text)).parts.map(({ payload }) => textOf(payload));
    expect(texts.join(" ")).toBe(text);
    expect(Math.max(...texts.map(bytes))).toBeLessThanOrEqual(1_000);
    expect(texts.every((piece) => piece.isWellFormed())).toBe(true);
  });

  it("that fills ten bubbles is sent; one byte more is refused with the number needed", () => {
    expect(transform(says("a".repeat(10_000))).parts).toHaveLength(10);
    expect(transform(says("a".repeat(10_001))).violations).toEqual([
      {
        path: "/message_text",
        code: "too_many_parts",
        message: "This would need 11 Instagram messages; at most 10 are sent for one.",
      },
    ]);
  });
});

describe("a file to Instagram", () => {
  it("by Instagram Login goes by link alone, before its text", () => {
    const { parts, adaptations } = transform(says("Look!", { type: "image", media: [{ file: file() }] }));
    expect(parts).toEqual([
      {
        kind: "media",
        payload: {
          recipient: { id: "7305551234" },
          message: { attachment: { type: "image", payload: { url: file().key } } },
        },
        slots: [{ at: ["message", "attachment", "payload", "url"], file: file(), as: "image" }],
      },
      {
        kind: "text",
        payload: { recipient: { id: "7305551234" }, message: { text: "Look!" } },
        slots: [],
      },
    ]);
    expect(adaptations.map(({ code }) => code)).toEqual(["caption_moved"]);
  });

  it("over a Page says that Meta need not keep it", () => {
    const { parts } = transform({ type: "video", media: [{ file: file() }] }, paged);
    expect(parts[0]?.payload.message).toEqual({
      attachment: { type: "video", payload: { url: file().key, is_reusable: false } },
      metadata: handle(0),
    });
  });

  it("that shows its name is told when the name had to be made plain", () => {
    const media = [{ file: file({ name: "Überblick 東京.pdf", type: "application/pdf" }) }];
    expect(transform({ type: "file", media }).adaptations).toEqual([
      {
        code: "file_name_simplified",
        path: "/file_name",
        message: "Instagram takes plain ASCII file names: the file is sent as Uberblick _.pdf.",
      },
    ]);
  });

  it.each([
    ["a plain name", "file", "report.pdf"],
    ["a picture, whose name nobody sees", "image", "Kätzchen.png"],
  ] as const)("needs no such word for %s", (_, type, name) => {
    expect(transform({ type, media: [{ file: file({ name }) }] }).adaptations).toEqual([]);
  });
});

describe("a text to Instagram under a tag", () => {
  it("by Instagram Login has the tag alone beside it, as Meta's sample has", () => {
    expect(transform(says("Hello", { tag: "HUMAN_AGENT" })).parts[0]?.payload).toEqual({
      recipient: { id: "7305551234" },
      tag: "HUMAN_AGENT",
      message: { text: "Hello" },
    });
  });

  it("over a Page bears the messaging type that the Send API wants", () => {
    expect(transform(says("Hello", { tag: "HUMAN_AGENT" }), paged).parts[0]?.payload).toMatchObject({
      messaging_type: "MESSAGE_TAG",
      tag: "HUMAN_AGENT",
    });
  });
});
