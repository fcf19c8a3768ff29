import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FileRef } from "../../../shared/domain/attachment.ts";
import { PlainPayload } from "../../../shared/messaging/plain-payload.ts";
import { plainRules } from "../../../shared/messaging/plain-transform.ts";
import { contentOf, type Told } from "../../support/content.ts";

const rules = plainRules("webchat", { text: 20, caption: 10 });
const to = {} as Parameters<typeof rules.transform>[1];
const cat: FileRef = { id: "0".repeat(26), key: "1/0/cat.png", name: "cat.png", type: "image/png", size: 9 };
const { id: _, ...shownCat } = cat;

const transform = (content: Partial<Told>) =>
  rules.transform(contentOf({ type: "text", media: [], ...content }), to);
const payloads = (content: Partial<Told>) => transform(content).parts.map(({ payload }) => payload);
const codes = (found: { code: string; path: string }[]) => found.map(({ code, path }) => `${code} ${path}`);

describe("a text", () => {
  it("that fits leaves as it stands", () => {
    expect(transform({ text: "hello 👋" })).toEqual({
      parts: [{ kind: "text", payload: { type: "text", text: "hello 👋" }, slots: [] }],
      adaptations: [],
      violations: [],
    });
  });

  it("of exactly the limit is one message, of one more it is two", () => {
    expect(payloads({ text: "x".repeat(20) })).toHaveLength(1);
    const longer = transform({ text: "x".repeat(21) });
    expect(longer.parts.map(({ payload }) => payload.text)).toEqual(["x".repeat(20), "x"]);
    expect(codes(longer.adaptations)).toEqual(["text_split /message_text"]);
  });

  it("of ten messages leaves, of eleven it is refused", () => {
    expect(transform({ text: "x".repeat(200) })).toMatchObject({ violations: [] });
    expect(codes(transform({ text: "x".repeat(201) }).violations)).toEqual(["too_many_parts /message_text"]);
  });

  it("that answers a message names it in the first part only", () => {
    const replyTo = { provider_message_id: "item-1", message_id: "m1" };
    expect(payloads({ text: "x".repeat(21), replyTo }).map(({ reply_to }) => reply_to)).toEqual([
      "item-1",
      undefined,
    ]);
  });

  it("of nothing but white space is refused", () => {
    expect(codes(transform({ text: " \n" }).violations)).toEqual(["empty_message /message_text"]);
  });

  it("never loses a visible character and never grows past the limit", () => {
    const words = fc.array(
      fc.oneof(fc.string({ unit: "grapheme", maxLength: 12 }), fc.constant("👩‍👩‍👧‍👦")),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(words, (given) => {
        const text = given.join(" ");
        const { parts, violations } = transform({ text });
        const sent = parts.map(({ payload }) => String(payload.text));
        if (violations.some(({ code }) => code === "empty_message")) return text.trim() === "";
        const bare = (one: string) => one.replace(/\s/g, "");
        return bare(sent.join("")) === bare(text) && sent.every((piece) => piece.length <= 20);
      }),
    );
  });
});

describe("a file", () => {
  it.each(["image", "audio", "video", "file"] as const)("of type %s carries its text as caption", (type) => {
    const { parts, adaptations } = transform({ type, text: "x".repeat(10), media: [{ file: cat }] });
    expect(parts).toEqual([
      {
        kind: "media",
        payload: { type, text: "x".repeat(10), file: shownCat },
        slots: [{ at: ["file", "key"], file: cat, as: type }],
      },
    ]);
    expect(adaptations).toEqual([]);
  });

  it.each([undefined, "", "  "])("without words (%j) has no caption", (text) => {
    const content = { type: "image" as const, media: [{ file: cat }] };
    expect(payloads(text === undefined ? content : { ...content, text })).toEqual([
      { type: "image", file: shownCat },
    ]);
  });

  it("with a longer text goes first and the text follows", () => {
    const { parts, adaptations } = transform({ type: "image", text: "x".repeat(11), media: [{ file: cat }] });
    expect(parts.map(({ payload }) => payload)).toEqual([
      { type: "image", file: shownCat },
      { type: "text", text: "x".repeat(11) },
    ]);
    expect(codes(adaptations)).toEqual(["caption_moved /message_text"]);
  });

  it("with a very long text is followed by the text in pieces, and both changes are told", () => {
    const { parts, adaptations } = transform({ type: "image", text: "x".repeat(25), media: [{ file: cat }] });
    expect(parts.map(({ kind }) => kind)).toEqual(["media", "text", "text"]);
    expect(codes(adaptations)).toEqual(["caption_moved /message_text", "text_split /message_text"]);
  });

  it("among several is a message of its own, and the first one has the caption", () => {
    const dog = { ...cat, name: "dog.png" };
    expect(payloads({ type: "image", text: "two", media: [{ file: cat }, { file: dog }] })).toEqual([
      { type: "image", text: "two", file: shownCat },
      { type: "image", file: { ...shownCat, name: "dog.png" } },
    ]);
  });

  it("is one of ten at most", () => {
    const media = Array.from({ length: 11 }, () => ({ file: cat }));
    expect(transform({ type: "image", media: media.slice(1) }).violations).toEqual([]);
    expect(codes(transform({ type: "image", media }).violations)).toEqual(["too_many_parts /attachments"]);
  });

  it("is kept by its key, as our own body of a part", () => {
    const [payload] = payloads({ type: "image", media: [{ file: cat }] });
    expect(PlainPayload.parse(payload)).toEqual(payload);
    expect(JSON.stringify(payload)).not.toContain("http");
  });
});

describe("what these channels do not carry", () => {
  it.each([
    ["a template", { type: "template", template: { name: "x" } }, "unsupported_message_type /message_type"],
    [
      "an address that a browser would run",
      { type: "image", media: [{ url: "javascript:alert(1)" }] },
      "invalid_url /media_url",
    ],
    ["a text with a file", { text: "a", media: [{ file: cat }] }, "text_with_file /s3_key"],
    ["an image without a file", { type: "image", text: "a" }, "missing_file /s3_key"],
  ] satisfies [string, Partial<Told>, string][])(
    "%s is refused, with nothing to send",
    (_name, content, code) => {
      const { parts, violations } = transform(content);
      expect(codes(violations)).toEqual([code]);
      expect(parts).toEqual([]);
    },
  );
});
