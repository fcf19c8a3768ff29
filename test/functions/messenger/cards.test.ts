import { describe, expect, it } from "vitest";
import type { CardContent } from "../../../shared/domain/message.ts";
import { BOTH, codesOf, messagesOf, template, toInstagram, toMessenger } from "./both-pages.ts";
import { file, says } from "./page-support.ts";

const image = { as: "image", path: "/cards/0/image_url", file: file() } as const;
const shirt: CardContent = {
  title: "Shirt",
  subtitle: "€ 20",
  image,
  buttons: [
    { type: "reply", title: "Buy", payload: "BUY" },
    { type: "url", title: "More", url: "https://example.com/shirt" },
  ],
};
const plain = (title: string, more: Partial<CardContent> = {}): CardContent => ({
  title,
  subtitle: "€ 1",
  ...more,
});
const shown = (...elements: object[]) => template({ template_type: "generic", elements });
const only = (...cards: CardContent[]) => ({ type: "text" as const, media: [], cards });

describe.each(BOTH)("cards on %s", (_, transform) => {
  it("are one call, with a key where delivery puts a link to the picture", () => {
    const done = transform(only(plain("Hat"), shirt));
    expect(messagesOf(done)).toEqual([
      shown(
        { title: "Hat", subtitle: "€ 1" },
        {
          title: "Shirt",
          subtitle: "€ 20",
          image_url: file().key,
          buttons: [
            { type: "postback", title: "Buy", payload: "BUY" },
            { type: "web_url", title: "More", url: "https://example.com/shirt" },
          ],
        },
      ),
    ]);
    const at = ["message", "attachment", "payload", "elements", 1, "image_url"];
    expect(done.parts[0]?.slots).toEqual([{ at, file: file(), as: "image" }]);
    expect(done.adaptations).toEqual([]);
  });

  it("follow the text, and show a picture from anywhere", () => {
    const hat = plain("Hat", { image: { as: "image", path: "/x", url: "https://example.com/hat.png" } });
    const done = transform(says("New:", { cards: [hat] }));
    expect(messagesOf(done)).toEqual([
      { text: "New:" },
      shown({ title: "Hat", subtitle: "€ 1", image_url: "https://example.com/hat.png" }),
    ]);
  });

  it("that are too long leave as picture and text in their place, and their buttons as numbers", () => {
    const long = { ...shirt, title: "x".repeat(81) };
    const done = transform(only(plain("Hat"), long, plain("Sock"), { ...long, subtitle: "" }));
    const kinds = done.parts.map(({ kind }) => kind);
    expect(kinds).toEqual(["interactive", "media", "text", "interactive", "media", "text"]);
    expect(messagesOf(done)[2]).toEqual({
      text: `${"x".repeat(81)}\n€ 20\n1. Buy\nMore: https://example.com/shirt`,
    });
    expect(messagesOf(done)[5]).toEqual({
      text: `${"x".repeat(81)}\n2. Buy\nMore: https://example.com/shirt`,
    });
    expect(done.choices).toEqual(Array(2).fill({ title: "Buy", payload: "BUY" }));
    expect(codesOf(done)).toEqual([
      ["card_as_text", "/cards/1"],
      ["card_as_text", "/cards/3"],
    ]);
  });

  it.each([
    ["a long subtitle", { title: "A", subtitle: "x".repeat(81) }],
    ["a long button", { title: "A", buttons: [{ type: "reply", title: "x".repeat(21), payload: "P" }] }],
    ["a title alone", { title: "A" }],
    ["a subtitle of white space", { title: "A", subtitle: " " }],
  ] as [string, CardContent][])("with %s is a text", (_what, card) => {
    expect(codesOf(transform(only(card)))).toEqual([["card_as_text", "/cards/0"]]);
  });

  it("whose numbers run on from those of the text above", () => {
    const buttons = [{ type: "reply" as const, title: "x".repeat(21), payload: "P" }];
    const done = transform(says("Which?", { buttons, cards: [plain("A", { buttons })] }));
    expect(messagesOf(done)).toEqual([
      { text: `Which?\n\n1. ${"x".repeat(21)}` },
      { text: `A\n€ 1\n2. ${"x".repeat(21)}` },
    ]);
    expect(done.choices).toHaveLength(2);
  });

  it("that would be more than ten bubbles are refused where they were named", () => {
    const cards = Array.from({ length: 6 }, () => ({ ...shirt, title: "x".repeat(81) }));
    expect(transform(only(...cards)).violations).toMatchObject([{ path: "/cards", code: "too_many_parts" }]);
  });
});

describe("a card with a button that calls", () => {
  const card = plain("Us", { buttons: [{ type: "call", title: "Call", payload: "+14155550123" }] });

  it("is a card on Messenger", () => {
    const button = { type: "phone_number", title: "Call", payload: "+14155550123" };
    expect(messagesOf(toMessenger(only(card)))).toEqual([
      shown({ title: "Us", subtitle: "€ 1", buttons: [button] }),
    ]);
  });

  it("is a text on Instagram", () => {
    const done = toInstagram(only(card));
    expect(messagesOf(done)).toEqual([{ text: "Us\n€ 1\nCall: +14155550123" }]);
    expect(done.adaptations[0]?.message).toBe(
      "Instagram has no buttons that call: this one is sent as a text.",
    );
  });
});
