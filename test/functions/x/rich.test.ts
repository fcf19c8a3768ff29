import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { x } from "../../../functions/x/channel.ts";
import { XPayload } from "../../../functions/x/payload.ts";
import type { Media } from "../../../shared/domain/attachment.ts";
import type { Button } from "../../../shared/domain/rich.ts";
import { contentOf, type Told } from "../../support/content.ts";
import { card, offerings, reply } from "../../support/rich-content.ts";
import { file, says, to } from "./x-support.ts";

const transform = (content: Told) => x.transform(contentOf(content), to());
const codes = (found: { code: string; path: string }[]) => found.map(({ code, path }) => `${code} ${path}`);
const payloads = (content: Told) => transform(content).parts.map(({ payload }) => payload);

const at = (index: number) => ({ as: "image" as const, path: `/cards/${index}/image_url` });
const picture = (index: number): Media => ({ ...at(index), file: file(`${index}.png`) });

describe("what can be chosen on X", () => {
  it("stands as numbered lines under the text, and each number keeps its payload", () => {
    const content = says("Which size?", {
      buttons: [
        reply("Small"),
        { type: "url", title: "Compare", url: "https://example.com/c" },
        { type: "call", title: "Ask us", payload: "+4930123456" },
      ],
      quickReplies: [{ title: "Later", payload: "L" }],
    });
    const { choices, adaptations, violations } = transform(content);
    expect(violations).toEqual([]);
    expect(payloads(content)).toEqual([
      { text: "Which size?\n1. Small\nCompare: https://example.com/c\nAsk us: +4930123456\n2. Later" },
    ]);
    expect(choices).toEqual([
      { title: "Small", payload: "P-Small" },
      { title: "Later", payload: "L" },
    ]);
    expect(codes(adaptations)).toEqual(["buttons_as_text /buttons", "quick_replies_as_text /quick_replies"]);
    expect(adaptations[0]?.message).toBe("X knows no buttons: they are lines under the text.");
  });

  it("is read last, after the file it comes with", () => {
    const media = [{ file: file() }];
    expect(payloads(says("Which?", { type: "image", media, buttons: [reply("This")] }))).toEqual([
      { attachments: [{ media_id: file().key }] },
      { text: "Which?\n1. This" },
    ]);
  });

  it("may be the rows of a list", () => {
    const action = { button: "Open", sections: [{ rows: [{ id: "s", title: "Small" }] }] };
    const list = { type: "list" as const, body: { text: "Which?" }, action };
    const { parts, choices, adaptations } = transform(says(undefined, { type: "interactive", list }));
    expect(parts.map(({ payload }) => payload)).toEqual([{ text: "Which?\n1. Small" }]);
    expect(choices).toEqual([{ title: "Small", payload: "s" }]);
    expect(codes(adaptations)).toEqual(["list_as_text /interactive"]);
  });

  it("is not there when nothing answers: such a message keeps no choices", () => {
    const button: Button = { type: "url", title: "Open", url: "https://example.com" };
    expect(transform(says("Hi", { buttons: [button] }))).not.toHaveProperty("choices");
  });
});

describe("a card's picture on X", () => {
  it("is a message of its own before the text, after the files", () => {
    const content = says("Teas", {
      type: "image",
      media: [{ file: file() }],
      cards: [card("Green", picture(0)), card("Black", picture(1))],
    });
    expect(payloads(content)).toEqual([
      { attachments: [{ media_id: file().key }] },
      { attachments: [{ media_id: file("0.png").key }] },
      { attachments: [{ media_id: file("1.png").key }] },
      { text: "Teas\n\nGreen\n1. Green\n\nBlack\n2. Black" },
    ]);
    expect(codes(transform(content).adaptations)).toEqual([
      "cards_as_text /cards",
      "card_pictures_apart /cards",
    ]);
  });

  it("by another host's address is a line of its card, as X fetches nothing", () => {
    const url = "https://example.com/t.jpg";
    const content = says("Hi", { cards: [card("Tea", { ...at(0), url })] });
    expect(payloads(content)).toEqual([{ text: `Hi\n\nTea\n1. Tea\n${url}` }]);
    expect(codes(transform(content).adaptations)).toEqual([
      "cards_as_text /cards",
      "card_pictures_as_links /cards",
    ]);
  });

  it("counts among the ten messages that one may become", () => {
    const cards = Array.from({ length: 10 }, (_, index) => card(`C${index}`, picture(index)));
    expect(codes(transform(says("Hi", { cards })).violations)).toEqual(["too_many_parts /message_text"]);
    expect(transform(says("Hi", { cards: cards.slice(1) })).parts).toHaveLength(10);
  });
});

describe("what else X does not know", () => {
  it("is a place, sent as a link to a map", () => {
    const location = { latitude: 1.5, longitude: 2, name: "Shop" };
    const content = says(undefined, { type: "location", location });
    expect(payloads(content)).toEqual([
      { text: "Shop\nhttps://www.google.com/maps/search/?api=1&query=1.5,2" },
    ]);
    expect(codes(transform(content).adaptations)).toEqual(["location_as_text /location"]);
  });

  it("is a contact, sent as lines", () => {
    const contacts = [{ name: { formatted_name: "Ann" } }, { name: { formatted_name: "Bob" } }];
    const content = says(undefined, { type: "contacts", contacts });
    expect(payloads(content)).toEqual([{ text: "Ann\n\nBob" }]);
    expect(codes(transform(content).adaptations)).toEqual(["contacts_as_text /contacts"]);
  });

  it("is a sticker, sent as a picture of the types that X takes", () => {
    const sticker = file("s.webp", "image/webp");
    const media = [{ as: "sticker" as const, path: "/sticker/source", file: sticker }];
    const { parts, adaptations } = transform(says(undefined, { type: "sticker", media }));
    expect(parts[0]?.slots).toEqual([{ at: ["attachments", 0, "media_id"], file: sticker, as: "sticker" }]);
    expect(codes(adaptations)).toEqual(["sticker_as_image /sticker/source"]);
    expect(x.checkFile("sticker", sticker, "/sticker/source")).toEqual([]);
    const other = file("s.json", "application/json");
    expect(codes(x.checkFile("sticker", other, "/sticker/source"))).toEqual([
      "unsupported_media_type /sticker/source",
    ]);
  });
});

it("never makes a message over X's limits, whatever is to be chosen", () => {
  fc.assert(
    fc.property(offerings(12_000, picture), ({ text, buttons, cards, choices }) => {
      const made = transform(says(text, { buttons, cards }));
      const { parts } = made;
      if (made.violations.length > 0) return;
      for (const { payload } of parts) expect(XPayload.parse(payload).text?.length ?? 0).toBeLessThan(10_001);
      expect(parts.length).toBeLessThan(11);
      expect(made.choices ?? []).toHaveLength(choices);
    }),
    { numRuns: 100 },
  );
});
