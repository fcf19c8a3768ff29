import { describe, expect, it } from "vitest";
import type { Button } from "../../../shared/domain/rich.ts";
import { choice } from "../../support/content.ts";
import { fileRef, photo } from "./fixtures.ts";
import { codes, said, sent } from "./sent.ts";

const reply = (title: string, payload = title): Button => ({ type: "reply", title, payload });
const url = (title = "Shop", address = "https://example.com/shop"): Button => ({
  type: "url",
  title,
  url: address,
});
const call: Button = { type: "call", title: "Call us", payload: "+14155550123" };
const x = (length: number) => "x".repeat(length);
const quick = (count: number, title = (index: number) => `Q${index}`) =>
  Array.from({ length: count }, (_, index) => ({ title: title(index), payload: `q${index}` }));
const buttonsOf = (interactive: unknown) =>
  (interactive as { action: { buttons: { reply: unknown }[] } }).action.buttons.map(({ reply }) => reply);
const ask = (buttons: Button[], text = "Tea?") => sent({ type: "text", text, buttons });

describe("up to three answers", () => {
  it("are buttons under the text, their payloads the ids that come back", () => {
    const asked = ask([reply("Yes", "tea:yes"), reply("No", "tea:no")]);
    expect(asked.parts[0]).toMatchObject({ kind: "interactive", slots: [] });
    expect(said(asked)).toEqual([
      [
        "interactive",
        {
          type: "button",
          body: { text: "Tea?" },
          action: {
            buttons: [
              { type: "reply", reply: { id: "tea:yes", title: "Yes" } },
              { type: "reply", reply: { id: "tea:no", title: "No" } },
            ],
          },
        },
      ],
    ]);
    expect(asked.adaptations).toEqual([]);
    expect(asked.choices).toBeUndefined();
  });

  it("whose payload is no id get a short one that is kept: too long, spaces at an edge, twice, or like ours", () => {
    const alike = choice(7);
    for (const payload of [x(257), " a", "a ", alike]) {
      const asked = ask([reply("Fine", "ok"), reply("Odd", payload)]);
      expect(buttonsOf(said(asked)[0]?.[1])).toEqual([
        { id: "ok", title: "Fine" },
        { id: choice(0), title: "Odd" },
      ]);
      expect(asked.choices).toEqual([{ title: "Odd", payload }]);
      expect(asked.adaptations).toEqual([]);
    }
    expect(ask([reply("A", "same"), reply("B", "same")]).choices).toEqual([{ title: "B", payload: "same" }]);
    expect(ask([reply("A", x(256))]).choices).toBeUndefined();
  });

  it("with a title over 20 characters, or twice the same, are the rows of a list, and it says so", () => {
    for (const buttons of [
      [reply(x(24), "a"), reply("No")],
      [reply("Same", "a"), reply("Same", "b")],
    ]) {
      const asked = ask(buttons);
      expect(said(asked)).toMatchObject([
        ["interactive", { type: "list", body: { text: "Tea?" }, action: { button: "☰" } }],
      ]);
      expect(codes(asked)).toEqual([["buttons_as_list", "/buttons"]]);
    }
  });

  it("with a title over 24 characters are numbers in the text, which are kept", () => {
    const asked = ask([reply(x(25), "a"), reply("No", "b")]);
    expect(said(asked)).toEqual([["text", { body: `Tea?\n\n1. ${x(25)}\n2. No` }]]);
    expect(asked.choices).toEqual([
      { title: x(25), payload: "a" },
      { title: "No", payload: "b" },
    ]);
    expect(codes(asked)).toEqual([["buttons_as_text", "/buttons"]]);
  });
});

describe("the text above buttons", () => {
  it("of 1,024 characters stays whole", () => {
    expect(ask([reply("Yes")], x(1024)).parts).toHaveLength(1);
  });

  it("that is longer keeps its last paragraph, the rest goes ahead", () => {
    const asked = ask([reply("Yes")], `${x(1010)}\n\nOne more.\n\nTea?\n`);
    expect(said(asked)).toMatchObject([
      ["text", { body: `${x(1010)}\n\nOne more.` }],
      ["interactive", { body: { text: "Tea?" } }],
    ]);
    expect(codes(asked)).toEqual([["text_split", "/message_text"]]);
  });

  it("without paragraphs keeps its last line, and without lines what fits of its end", () => {
    expect(said(ask([reply("Yes")], `${x(1100)}\nTea?`))[1]).toMatchObject([
      "interactive",
      { body: { text: "Tea?" } },
    ]);
    const words = Array.from({ length: 500 }, (_, index) => `w${index}`);
    const pieces = said(ask([reply("Yes")], words.join(" "))).map(([, object]) => object) as {
      body: string | { text: string };
    }[];
    const texts = pieces.map(({ body }) => (typeof body === "string" ? body : body.text));
    expect(texts.join(" ").split(" ")).toEqual(words);
  });

  it("is needed", () => {
    expect(sent({ type: "text", text: " ", buttons: [reply("Yes")] }).violations).toMatchObject([
      { path: "/message_text", code: "text_required" },
    ]);
  });
});

describe("a link", () => {
  it("alone is a button", () => {
    const asked = ask([url()]);
    const parameters = { display_text: "Shop", url: "https://example.com/shop" };
    expect(said(asked)).toEqual([
      ["interactive", { type: "cta_url", body: { text: "Tea?" }, action: { name: "cta_url", parameters } }],
    ]);
    expect(asked.adaptations).toEqual([]);
  });

  it("with a title over 20 characters stands in the text", () => {
    const asked = ask([url(x(21))]);
    expect(said(asked)).toMatchObject([["text", { body: `Tea?\n\n${x(21)}: https://example.com/shop` }]]);
    expect(codes(asked)).toEqual([["button_as_text", "/buttons/0"]]);
  });

  it("beside answers stands in the text above them", () => {
    const asked = ask([reply("Yes"), url()]);
    expect(said(asked)).toMatchObject([
      ["interactive", { type: "button", body: { text: "Tea?\n\nShop: https://example.com/shop" } }],
    ]);
    expect(codes(asked)).toEqual([["button_as_text", "/buttons/1"]]);
  });

  it("stands in the text with another link, and nothing is a button", () => {
    const asked = ask([url("A", "https://a.example"), url("B", "https://b.example")]);
    expect(said(asked)).toMatchObject([
      ["text", { body: "Tea?\n\nA: https://a.example\nB: https://b.example", preview_url: true }],
    ]);
    expect(codes(asked)).toEqual([
      ["button_as_text", "/buttons/0"],
      ["button_as_text", "/buttons/1"],
    ]);
  });

  it("too long for the text above the buttons follows them whole", () => {
    const long = `https://example.com/${x(1500)}`;
    const asked = ask([reply("Yes"), url("Shop", long)]);
    expect(said(asked)).toMatchObject([
      ["interactive", { body: { text: "Tea?" } }],
      ["text", { body: `Shop: ${long}` }],
    ]);
  });
});

it("a call is a line with its number, and the link beside it stays a button", () => {
  const asked = ask([call, url()]);
  expect(said(asked)).toMatchObject([
    ["interactive", { type: "cta_url", body: { text: "Tea?\n\nCall us: +14155550123" } }],
  ]);
  expect(codes(asked)).toEqual([["button_as_text", "/buttons/0"]]);
});

describe("quick replies", () => {
  const replies = (count: number, title?: (index: number) => string) =>
    sent({ type: "text", text: "Tea?", quickReplies: quick(count, title) });

  it("are buttons up to three, rows up to ten, numbers up to thirteen, and always say so", () => {
    expect(said(replies(3))).toMatchObject([["interactive", { type: "button" }]]);
    expect(codes(replies(3))).toEqual([["quick_replies_as_buttons", "/quick_replies"]]);
    expect(said(replies(10))).toMatchObject([["interactive", { type: "list" }]]);
    expect(codes(replies(10))).toEqual([["quick_replies_as_list", "/quick_replies"]]);
    expect(said(replies(13))).toMatchObject([["text", { body: expect.stringMatching(/^13\. Q12$/m) }]]);
    expect(codes(replies(13))).toEqual([["quick_replies_as_text", "/quick_replies"]]);
    expect(replies(13).choices?.[12]).toEqual({ title: "Q12", payload: "q12" });
  });

  it("are one set with the buttons before them", () => {
    const all = (count: number) =>
      sent({ type: "text", text: "Tea?", buttons: [reply("Yes")], quickReplies: quick(count) });
    expect(buttonsOf(said(all(2))[0]?.[1])).toEqual([
      { id: "Yes", title: "Yes" },
      { id: "q0", title: "Q0" },
      { id: "q1", title: "Q1" },
    ]);
    expect(codes(all(2))).toEqual([["quick_replies_as_buttons", "/quick_replies"]]);
    expect(codes(all(3))).toEqual([
      ["buttons_as_list", "/buttons"],
      ["quick_replies_as_list", "/quick_replies"],
    ]);
  });

  it("come last, after the cards", () => {
    const cards = [{ title: "Boots" }];
    const asked = sent({ type: "text", text: "Tea?", quickReplies: quick(1), cards });
    expect(said(asked)).toMatchObject([
      ["text", { body: "Boots" }],
      ["interactive", { type: "button", body: { text: "Tea?" } }],
    ]);
  });
});

it("after files the buttons keep their text, which is nobody's caption then", () => {
  const pdf = fileRef("a.pdf", "application/pdf");
  const media = [
    { file: photo, as: "image" as const },
    { file: pdf, as: "file" as const },
  ];
  const asked = sent({
    type: "image",
    text: "Tea?",
    media,
    buttons: [reply("Yes")],
    replyTo: { provider_message_id: "wamid.A" },
  });
  expect(said(asked)).toMatchObject([
    ["image", { id: photo.key }],
    ["document", { id: pdf.key }],
    ["interactive", { body: { text: "Tea?" } }],
  ]);
  expect(asked.parts.map(({ payload }) => payload.context !== undefined)).toEqual([true, false, false]);
  expect(asked.adaptations).toEqual([]);
});
