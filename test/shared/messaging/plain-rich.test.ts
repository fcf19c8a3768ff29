import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FileRef, Media } from "../../../shared/domain/attachment.ts";
import type { Button } from "../../../shared/domain/rich.ts";
import { offeredIn } from "../../../shared/messaging/plain-offers.ts";
import { PlainPayload } from "../../../shared/messaging/plain-payload.ts";
import { plainRules } from "../../../shared/messaging/plain-transform.ts";
import { contentOf, type Told } from "../../support/content.ts";

const rules = plainRules("webchat", { text: 40, caption: 10 });
const to = {} as Parameters<typeof rules.transform>[1];
const cat: FileRef = { id: "0".repeat(26), key: "1/0/cat.png", name: "cat.png", type: "image/png", size: 9 };
const { id: _, ...shownCat } = cat;
const url = "https://example.com/c.png";
const yes: Button = { type: "reply", title: "Yes", payload: "YES" };
const later = { title: "Later", payload: "L" };

const transform = (content: Partial<Told>) =>
  rules.transform(contentOf({ type: "text", media: [], ...content }), to);
const payloads = (content: Partial<Told>) => {
  const { parts, adaptations, violations } = transform(content);
  expect({ adaptations, violations }).toEqual({ adaptations: [], violations: [] });
  return parts.map(({ payload }) => payload);
};

describe("our own page", () => {
  it("shows files, then the text with its buttons, then cards, with quick replies on the last", () => {
    const cards = [{ title: "Tea", buttons: [yes] }];
    const content: Partial<Told> = { type: "image", text: "Hi", media: [{ file: cat }] };
    expect(payloads({ ...content, buttons: [yes], cards, quickReplies: [later] })).toEqual([
      { type: "image", file: shownCat },
      { type: "text", text: "Hi", buttons: [yes] },
      { type: "cards", cards, quick_replies: [later] },
    ]);
  });

  it("has the text as a caption beside cards, but not where something is to be tapped under it", () => {
    const content: Partial<Told> = { type: "image", text: "Hi", media: [{ file: cat }] };
    expect(payloads({ ...content, cards: [{ title: "Tea" }] })[0]).toMatchObject({
      type: "image",
      text: "Hi",
    });
    expect(payloads({ ...content, quickReplies: [later] })).toEqual([
      { type: "image", file: shownCat },
      { type: "text", text: "Hi", quick_replies: [later] },
    ]);
  });

  it("has the buttons under the last piece of a long text", () => {
    const { parts } = transform({ text: "word ".repeat(12), buttons: [yes] });
    expect(parts.map(({ payload }) => payload.buttons)).toEqual([undefined, [yes]]);
  });

  it("tells a voice note from an audio, a sticker from an image, and takes somebody else's address", () => {
    const media = [
      { as: "voice", file: { ...cat, type: "audio/ogg" } },
      { as: "sticker", file: cat },
      { as: "image", url },
    ] as const;
    expect(payloads({ type: "audio", media: [...media] })).toMatchObject([
      { type: "audio", voice: true },
      { type: "sticker" },
      { type: "image", file: { url } },
    ]);
  });

  it("keeps a card's picture by its key, as a file the worker waits for", () => {
    const image: Media = { as: "image", path: "/cards/1/image_url", file: cat };
    const cards = [
      { title: "A", image_url: url, image: { as: "image" as const, path: "", url } },
      { title: "B", image },
    ];
    const [part] = transform({ cards }).parts;
    expect(part?.payload).toEqual({
      type: "cards",
      cards: [
        { title: "A", image: { url } },
        { title: "B", image: shownCat },
      ],
    });
    expect(part?.slots).toEqual([{ at: ["cards", 1, "image", "key"], file: cat, as: "image" }]);
  });

  it("shows a place, contacts, a menu and a reaction as they are", () => {
    const location = { latitude: 1, longitude: 2, name: "Shop" };
    const contacts = [{ name: { formatted_name: "Ann" } }];
    const rows = [{ id: "s", title: "Small" }];
    const list = {
      type: "list" as const,
      body: { text: "?" },
      action: { button: "Open", sections: [{ rows }] },
    };
    expect(payloads({ type: "location", location })).toEqual([{ type: "location", location }]);
    expect(payloads({ type: "contacts", contacts })).toEqual([{ type: "contacts", contacts }]);
    expect(payloads({ type: "interactive", list })).toEqual([{ type: "list", list }]);
    expect(
      payloads({ type: "reaction", reaction: { emoji: "👍", to: { provider_message_id: "item-1" } } }),
    ).toEqual([{ type: "reaction", reaction: { message_id: "item-1", emoji: "👍" } }]);
  });

  it("offers what answers, and nothing else", () => {
    const call: Button = { type: "call", title: "Call", payload: "+4930123456" };
    const [text, cards] = payloads({
      text: "Hi",
      buttons: [yes, call],
      cards: [{ title: "T", buttons: [call, yes] }],
      quickReplies: [later],
    });
    expect(offeredIn(PlainPayload.parse(text))).toEqual([{ kind: "button", payload: "YES", title: "Yes" }]);
    expect(offeredIn(PlainPayload.parse(cards)).map(({ kind }) => kind)).toEqual(["button", "quick_reply"]);
  });

  it("still reads items that were stored before there was anything to tap", () => {
    const old = [
      { type: "text", text: "hi", reply_to: "a" },
      { type: "image", text: "see", file: shownCat },
    ];
    for (const item of old) expect(PlainPayload.parse(item)).toEqual(item);
  });

  it("gets nothing but payloads it can read back", () => {
    const title = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 30 })
      .filter((text) => text.trim() === text);
    const button = title.map((one): Button => ({ type: "reply", title: one, payload: one }));
    fc.assert(
      fc.property(title, fc.array(button, { minLength: 1, maxLength: 3 }), (text, buttons) => {
        const { parts, violations } = transform({
          text,
          buttons,
          cards: [{ title: text, buttons }],
          quickReplies: [later],
        });
        expect(violations).toEqual([]);
        for (const { payload } of parts) expect(PlainPayload.parse(payload)).toEqual(payload);
      }),
      { numRuns: 50 },
    );
  });
});
