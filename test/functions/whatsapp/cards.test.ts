import { describe, expect, it } from "vitest";
import type { CardContent } from "../../../shared/domain/message.ts";
import type { Button } from "../../../shared/domain/rich.ts";
import { choice } from "../../support/content.ts";
import { photo } from "./fixtures.ts";
import { codes, said, sent } from "./sent.ts";

const x = (length: number) => "x".repeat(length);
const image = { as: "image", path: "/cards/0/image_url", file: photo } as const;
const foreign = { as: "image", path: "/cards/1/image_url", url: "https://example.com/hat.jpg" } as const;
const buy = (title = "Buy", payload = "buy"): Button => ({ type: "reply", title, payload });
const shop: Button = { type: "url", title: "Shop", url: "https://example.com" };
const boots: CardContent = { title: "Boots", subtitle: "Warm", image, buttons: [shop] };
const hat: CardContent = { title: "Hat", image: foreign, buttons: [shop] };
const show = (cards: CardContent[], text?: string) =>
  sent({ type: "text", cards, ...(text !== undefined && { text }) });

describe("one card", () => {
  it("is a message with its picture as a link that delivery signs, its text and its button", () => {
    const shown = show([boots]);
    expect(said(shown)).toEqual([
      [
        "interactive",
        {
          type: "cta_url",
          header: { type: "image", image: { link: photo.key } },
          body: { text: "Boots\nWarm" },
          action: { name: "cta_url", parameters: { display_text: "Shop", url: "https://example.com" } },
        },
      ],
    ]);
    expect(shown.parts[0]?.slots).toEqual([
      { at: ["interactive", "header", "image", "link"], file: photo, as: "image" },
    ]);
    expect(codes(shown)).toEqual([["card_as_message", "/cards"]]);
  });

  it("with answers has them as buttons under its picture", () => {
    expect(said(show([{ ...hat, buttons: [buy()] }]))).toMatchObject([
      ["interactive", { type: "button", header: { image: { link: foreign.url } }, body: { text: "Hat" } }],
    ]);
  });

  it("without buttons is its picture with its text as the caption, or its text alone", () => {
    expect(said(show([{ title: "Boots", subtitle: "Warm", image }]))).toEqual([
      ["image", { id: photo.key, caption: "Boots\nWarm" }],
    ]);
    expect(said(show([{ title: "Boots" }]))).toEqual([["text", { body: "Boots" }]]);
  });

  it("whose answers are rows has its picture ahead, for a list has none", () => {
    const shown = show([{ ...boots, buttons: [buy(x(24))] }]);
    expect(said(shown)).toMatchObject([
      ["image", { id: photo.key }],
      ["interactive", { type: "list", body: { text: "Boots\nWarm" } }],
    ]);
    expect(codes(shown)).toContainEqual(["buttons_as_list", "/cards/0/buttons"]);
  });

  it("with a long text has its picture first, then the text, the end of it above the buttons", () => {
    const shown = show([{ ...boots, subtitle: `${x(1500)}\nWarm` }]);
    expect(said(shown)).toMatchObject([
      ["image", { id: photo.key }],
      ["text", { body: `Boots\n${x(1500)}` }],
      ["interactive", { body: { text: "Warm" } }],
    ]);
    expect(codes(shown)).toContainEqual(["text_split", "/cards/0"]);
  });

  it("follows the text", () => {
    expect(said(show([boots], "Look")).map(([type]) => type)).toEqual(["text", "interactive"]);
  });
});

describe("several cards under a text", () => {
  it("are a carousel, each with its picture as a link", () => {
    const shown = show([boots, hat], "Look");
    expect(shown.adaptations).toEqual([]);
    expect(said(shown)).toMatchObject([
      [
        "interactive",
        {
          type: "carousel",
          body: { text: "Look" },
          action: {
            cards: [
              {
                card_index: 0,
                type: "cta_url",
                header: { image: { link: photo.key } },
                body: { text: "Boots\nWarm" },
              },
              {
                card_index: 1,
                type: "cta_url",
                header: { image: { link: foreign.url } },
                body: { text: "Hat" },
              },
            ],
          },
        },
      ],
    ]);
    expect(shown.parts[0]?.slots.map(({ at }) => at)).toEqual([
      ["interactive", "action", "cards", 0, "header", "image", "link"],
    ]);
  });

  it("with the same answer on two cards give the second an id of its own, mapped back", () => {
    const shown = show(
      [
        { ...boots, buttons: [buy()] },
        { ...hat, buttons: [buy()] },
      ],
      "Look",
    );
    const ids = JSON.stringify(shown.parts).match(/"id":"[^"]*","title"/g);
    expect(ids).toEqual(['"id":"buy","title"', `"id":"${choice(0)}","title"`]);
    expect(shown.choices).toEqual([{ title: "Buy", payload: "buy" }]);
  });

  it("keep the end of a long text above the carousel", () => {
    expect(said(show([boots, hat], `${x(1024)}\n\nLook`))).toMatchObject([
      ["text", { body: x(1024) }],
      ["interactive", { type: "carousel", body: { text: "Look" } }],
    ]);
  });

  const reasons: [string, CardContent[], string | undefined][] = [
    ["there is no text", [boots, hat], undefined],
    ["a card has no picture", [boots, { title: "Hat", buttons: [shop] }], "Look"],
    ["a card has no button", [boots, { title: "Hat", image }], "Look"],
    ["the buttons differ in kind", [boots, { ...hat, buttons: [buy()] }], "Look"],
    [
      "the buttons differ in number",
      [
        { ...boots, buttons: [buy()] },
        { ...hat, buttons: [buy(), buy("No", "n")] },
      ],
      "Look",
    ],
    [
      "a card has three buttons",
      [boots, { ...hat, buttons: [buy("A"), buy("B", "b"), buy("C", "c")] }],
      "Look",
    ],
    ["a card's text is over 160 characters", [boots, { ...hat, subtitle: x(157) }], "Look"],
    ["a card's text has three line breaks", [boots, { ...hat, subtitle: "a\nb\nc" }], "Look"],
    [
      "a title on a button is over 20 characters",
      [boots, { ...hat, buttons: [{ ...shop, title: x(21) }] }],
      "Look",
    ],
  ];
  it.each(reasons)("leave one by one when %s, and it says so", (_, cards, text) => {
    const shown = show(cards, text);
    expect(shown.parts).toHaveLength(cards.length + (text === undefined ? 0 : 1));
    expect(codes(shown)[0]).toEqual(["cards_as_messages", "/cards"]);
  });

  it("leave one by one when the text is needed for its own buttons", () => {
    const shown = sent({ type: "text", text: "Tea?", cards: [boots, hat], buttons: [buy()] });
    expect(said(shown)).toMatchObject([
      ["interactive", { type: "button", body: { text: "Tea?" } }],
      ["interactive", { type: "cta_url", body: { text: "Boots\nWarm" } }],
      ["interactive", { type: "cta_url", body: { text: "Hat" } }],
    ]);
  });

  it("number their answers through the whole message where none fits a button", () => {
    const long = (payload: string) => [buy(x(25), payload)];
    const shown = show(
      [
        { ...hat, buttons: long("a") },
        { ...hat, buttons: long("b") },
      ],
      "Look",
    );
    expect(said(shown)).toMatchObject([
      ["text", { body: "Look" }],
      ["image", { caption: `Hat\n\n1. ${x(25)}` }],
      ["image", { caption: `Hat\n\n2. ${x(25)}` }],
    ]);
    expect(shown.choices?.map(({ payload }) => payload)).toEqual(["a", "b"]);
  });

  it("number first what is numbered, so that an id that is kept takes no number", () => {
    const odd = { ...hat, buttons: [buy("Odd", " odd")] };
    const shown = show([odd, { ...hat, buttons: [buy(x(25), "a")] }], "Look");
    expect(said(shown)[2]).toMatchObject(["image", { caption: `Hat\n\n1. ${x(25)}` }]);
    expect(shown.choices?.map(({ payload }) => payload)).toEqual(["a", " odd"]);
    expect(JSON.stringify(shown.parts[1])).toContain(`"id":"${choice(1)}"`);
  });

  it("of more than ten messages are refused with the number", () => {
    const shown = show(
      Array.from({ length: 10 }, () => ({ title: "Hat" })),
      "Look",
    );
    expect(shown.violations).toMatchObject([{ path: "/cards", code: "too_many_parts" }]);
    expect(shown.violations[0]?.message).toContain("11");
  });
});
