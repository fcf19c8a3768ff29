import { describe, expect, it } from "vitest";
import type { Button, Card, InteractiveList, QuickReply } from "../../../shared/domain/rich.ts";
import { BOTH, codesOf, messagesOf, template, toInstagram, toMessenger } from "./both-pages.ts";
import { file, says } from "./page-support.ts";

const quickReplies: QuickReply[] = [
  { title: "Red", payload: "RED" },
  { title: "Green", payload: "GREEN" },
];
const CHIPS = [
  { content_type: "text", title: "Red", payload: "RED" },
  { content_type: "text", title: "Green", payload: "GREEN" },
];
const cards: Card[] = [{ title: "Shirt", subtitle: "€ 20" }];
const SHIRT = { template_type: "generic", elements: [{ title: "Shirt", subtitle: "€ 20" }] };
const button: Button = { type: "reply", title: "Help", payload: "HELP" };

describe.each(BOTH)("quick replies on %s", (_, transform) => {
  it("stand under the text, behind the files", () => {
    const done = transform(says("Which?", { type: "image", media: [{ file: file() }], quickReplies }));
    expect(done.parts.map(({ kind }) => kind)).toEqual(["media", "text"]);
    expect(messagesOf(done)[1]).toEqual({ text: "Which?", quick_replies: CHIPS });
    expect(done.choices).toBeUndefined();
  });

  it("stand under the last piece of a long text only", () => {
    const done = transform(says("a".repeat(2_001), { quickReplies }));
    const chips = messagesOf(done).map((message) => (message as { quick_replies?: object }).quick_replies);
    expect(chips).toEqual([...Array(chips.length - 1).fill(undefined), CHIPS]);
  });

  it("with a title over 20 characters are numbered lines, all of them", () => {
    const done = transform(
      says("Which?", { quickReplies: [...quickReplies, { title: "x".repeat(21), payload: "X" }] }),
    );
    expect(messagesOf(done)).toEqual([{ text: `Which?\n\n1. Red\n2. Green\n3. ${"x".repeat(21)}` }]);
    expect(done.choices).toHaveLength(3);
    expect(codesOf(done)).toEqual([["quick_replies_as_text", "/quick_replies"]]);
  });
});

describe("quick replies beside cards", () => {
  it("stand under the cards on Messenger, which are last", () => {
    const done = toMessenger(says("Which?", { cards, quickReplies }));
    expect(messagesOf(done)).toEqual([{ text: "Which?" }, { ...template(SHIRT), quick_replies: CHIPS }]);
  });

  it("stand under the text on Instagram, which is then last", () => {
    const done = toInstagram(says("Which?", { cards, quickReplies }));
    expect(messagesOf(done)).toEqual([template(SHIRT), { text: "Which?", quick_replies: CHIPS }]);
  });
});

describe("quick replies beside buttons", () => {
  it("are both there on Messenger", () => {
    const [message] = messagesOf(toMessenger(says("Which?", { buttons: [button], quickReplies })));
    expect(message).toMatchObject({ attachment: { payload: { text: "Which?" } }, quick_replies: CHIPS });
  });

  it("are numbered lines on Instagram, where only plain texts have them", () => {
    const done = toInstagram(says("Which?", { buttons: [button], quickReplies }));
    expect(messagesOf(done)).toMatchObject([
      { attachment: { payload: { text: "Which?\n\n1. Red\n2. Green", buttons: [{ title: "Help" }] } } },
    ]);
    expect(codesOf(done)).toEqual([["quick_replies_as_text", "/quick_replies"]]);
    expect(done.choices).toEqual(quickReplies);
  });
});

describe.each(BOTH)("a list on %s", (_, transform) => {
  const list = (rows: InteractiveList["action"]["sections"][number]["rows"], more = {}): InteractiveList => ({
    type: "list",
    action: { button: "Choose", sections: [{ rows }] },
    ...more,
  });
  const rows = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ id: `ROW_${at}`, title: `Row ${at}` }));
  const send = (given: InteractiveList) => transform({ type: "interactive", media: [], list: given });

  it("is quick replies under its own words, none of which is lost", () => {
    const given: InteractiveList = {
      type: "list",
      header: { type: "text", text: "Shipping" },
      body: { text: "Which option?" },
      footer: { text: "Tap one" },
      action: {
        button: "Options",
        sections: [
          { title: "Fast", rows: [{ id: "EXPRESS", title: "Express", description: "Next day" }] },
          { title: "Slow", rows: [{ id: "MAIL", title: "Mail" }] },
        ],
      },
    };
    const done = send(given);
    expect(messagesOf(done)).toEqual([
      {
        text: "Shipping\nWhich option?\nFast\nExpress: Next day\nSlow\nMail\nTap one",
        quick_replies: [
          { content_type: "text", title: "Express", payload: "EXPRESS" },
          { content_type: "text", title: "Mail", payload: "MAIL" },
        ],
      },
    ]);
    expect(codesOf(done)).toEqual([["list_as_quick_replies", "/interactive"]]);
  });

  it("that has no words stands under those of the button that opens it", () => {
    expect(messagesOf(send(list(rows(2))))).toMatchObject([{ text: "Choose" }]);
  });

  it("of 14 rows, or with a long title, is numbered lines", () => {
    expect(send(list(rows(13))).choices).toBeUndefined();
    const long = send(list(rows(14), { body: { text: "Which?" } }));
    expect(long.choices).toHaveLength(14);
    expect(messagesOf(long)).toMatchObject([
      { text: expect.stringMatching(/^Which\?\n1\. Row 0\n2\. Row 1\n/) },
    ]);
    expect(codesOf(long)).toEqual([["list_as_text", "/interactive"]]);
    expect(codesOf(send(list([{ id: "A", title: "x".repeat(21) }])))).toEqual([
      ["list_as_text", "/interactive"],
    ]);
  });
});

describe.each(BOTH)("what has no form of its own on %s", (provider, transform) => {
  it("is text: a place with its name, address and a link to a map", () => {
    const location = { latitude: 52.5, longitude: 13.4, name: "Office", address: "Main Street 1" };
    const done = transform({ type: "location", media: [], location });
    expect(messagesOf(done)).toEqual([
      { text: "Office\nMain Street 1\nhttps://www.google.com/maps/search/?api=1&query=52.5,13.4" },
    ]);
    expect(done.adaptations).toEqual([
      {
        code: "location_as_text",
        path: "/location",
        message: `${provider} takes no location of a sender: it is sent as text.`,
      },
    ]);
  });

  it("is text: people with their phones", () => {
    const person = (name: string, phone: string) => ({ name: { formatted_name: name }, phones: [{ phone }] });
    const contacts = [person("Ada", "+14155550101"), person("Grace", "+14155550102")];
    const done = transform({ type: "contacts", media: [], contacts });
    expect(messagesOf(done)).toEqual([{ text: "Ada\n+14155550101\n\nGrace\n+14155550102" }]);
    expect(codesOf(done)).toEqual([["contacts_as_text", "/contacts"]]);
  });
});

it("people who fill more than one text are split under the name they were sent by", () => {
  const contacts = Array.from({ length: 5 }, () => ({ name: { formatted_name: "A".repeat(500) } }));
  expect(codesOf(toMessenger({ type: "contacts", media: [], contacts }))).toEqual([
    ["contacts_as_text", "/contacts"],
    ["text_split", "/contacts"],
  ]);
});
