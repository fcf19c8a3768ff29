import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sms } from "../../../functions/sms/channel.ts";
import { SmsPayload } from "../../../functions/sms/payload.ts";
import type { Media } from "../../../shared/domain/attachment.ts";
import type { Button } from "../../../shared/domain/rich.ts";
import { contentOf, type Told } from "../../support/content.ts";
import { card, offerings, reply } from "../../support/rich-content.ts";
import { accountOf, file, says, to } from "./sms-support.ts";

const transform = (content: Told, destination = to()) => sms.transform(contentOf(content), destination);
const codes = (found: { code: string; path: string }[]) => found.map(({ code, path }) => `${code} ${path}`);
const bodies = (content: Told) => transform(content).parts.map(({ payload }) => payload.Body);

const picture = (index: number, size = 2_000): Media => ({
  as: "image",
  path: `/cards/${index}/image_url`,
  file: file(`${index}.png`, "image/png", size),
});
const byName = to(accountOf({ address: "Corner Shop" }));

describe("what can be chosen", () => {
  it("stands as numbered lines under the text, and each number keeps its payload", () => {
    const { parts, choices, adaptations, violations } = transform(
      says("Which size?", {
        buttons: [
          reply("Small"),
          { type: "url", title: "Compare", url: "https://example.com/c" },
          { type: "call", title: "Ask us", payload: "+4930123456" },
        ],
        quickReplies: [{ title: "Later", payload: "L" }],
      }),
    );
    expect(violations).toEqual([]);
    expect(parts.map(({ payload }) => payload.Body)).toEqual([
      "Which size?\n1. Small\nCompare: https://example.com/c\nAsk us: +4930123456\n2. Later",
    ]);
    expect(choices).toEqual([
      { title: "Small", payload: "P-Small" },
      { title: "Later", payload: "L" },
    ]);
    expect(codes(adaptations)).toEqual(["buttons_as_text /buttons", "quick_replies_as_text /quick_replies"]);
  });

  it("tells how many segments its text takes", () => {
    const { adaptations } = transform(says("a".repeat(160), { buttons: [reply("Yes")] }));
    expect(adaptations[0]?.message).toContain("2 segments");
  });

  it("is numbered through all cards, which stand apart by an empty line", () => {
    expect(bodies(says("Our teas", { cards: [card("Green"), card("Black")] }))).toEqual([
      "Our teas\n\nGreen\n1. Green\n\nBlack\n2. Black",
    ]);
  });

  it("may be the rows of a list", () => {
    const action = { button: "Open", sections: [{ rows: [{ id: "s", title: "Small" }] }] };
    const list = { type: "list" as const, body: { text: "Which?" }, action };
    const { parts, choices, adaptations } = transform(says(undefined, { type: "interactive", list }));
    expect(parts[0]?.payload.Body).toBe("Which?\n1. Small");
    expect(choices).toEqual([{ title: "Small", payload: "s" }]);
    expect(codes(adaptations)).toEqual(["list_as_text /interactive"]);
  });

  it("is not there when nothing answers: such a message keeps no choices", () => {
    const button: Button = { type: "url", title: "Open", url: "https://example.com" };
    expect(transform(says("Hi", { buttons: [button] }))).not.toHaveProperty("choices");
  });
});

describe("a card's picture", () => {
  it("is a medium of the same message, after the attachments", () => {
    const { parts, adaptations } = transform({
      ...says("Hi", { type: "image", media: [{ file: file("own.png") }], cards: [card("Tea", picture(0))] }),
    });
    expect(parts).toHaveLength(1);
    expect(parts[0]?.payload).toMatchObject({
      Body: "Hi\n\nTea\n1. Tea",
      MediaUrl: [file("own.png").key, file("0.png").key],
    });
    expect(codes(adaptations)).toContain("card_pictures_apart /cards");
  });

  it("leaves in a second MMS when ten media are full, or 5 MB; the text is last", () => {
    const media = Array.from({ length: 10 }, (_, index) => ({ file: file(`m${index}.png`) }));
    const full = transform(says("Hi", { type: "image", media, cards: [card("Tea", picture(0))] }));
    expect(full.violations).toEqual([]);
    expect(
      full.parts.map(({ payload }) => [SmsPayload.parse(payload).MediaUrl?.length, payload.Body]),
    ).toEqual([
      [10, undefined],
      [1, "Hi\n\nTea\n1. Tea"],
    ]);
    const large = [card("A", picture(0, 3_000_000)), card("B", picture(1, 3_000_000))];
    expect(transform(says("Hi", { cards: large })).parts).toHaveLength(2);
  });

  it("stands as a link in the text of a sender that sends no media, if it has an address of its own", () => {
    const url = "https://example.com/t.jpg";
    const linked = card("Tea", { as: "image", path: "/cards/0/image_url", url });
    const { parts, adaptations, violations } = transform(says("Hi", { cards: [linked] }), byName);
    expect(violations).toEqual([]);
    expect(parts[0]?.payload.Body).toBe(`Hi\n\nTea\n1. Tea\n${url}`);
    expect(codes(adaptations)).toContain("card_pictures_as_links /cards");
    const ours = transform(says("Hi", { cards: [card("Tea", picture(0))] }), byName);
    expect(codes(ours.violations)).toEqual(["sender_without_mms /cards/0/image_url"]);
  });

  it("that Twilio could not fetch is refused at its card", () => {
    const cards = [card("Tea", { as: "image", path: "/cards/0/image_url", url: "http://example.com/t.jpg" })];
    expect(codes(transform(says("Hi", { cards })).violations)).toEqual([
      "media_url_not_https /cards/0/image_url",
    ]);
  });
});

describe("what else SMS does not know", () => {
  it("is a place, sent as a link to a map", () => {
    const { parts, adaptations } = transform(
      says(undefined, { type: "location", location: { latitude: 1.5, longitude: 2, name: "Shop" } }),
    );
    expect(parts[0]?.payload.Body).toBe("Shop\nhttps://www.google.com/maps/search/?api=1&query=1.5,2");
    expect(codes(adaptations)).toEqual(["location_as_text /location"]);
  });

  it("is a contact, sent as lines", () => {
    const contacts = [{ name: { formatted_name: "Ann" } }, { name: { formatted_name: "Bob" } }];
    const { parts, adaptations } = transform(says(undefined, { type: "contacts", contacts }));
    expect(parts[0]?.payload.Body).toBe("Ann\n\nBob");
    expect(codes(adaptations)).toEqual(["contacts_as_text /contacts"]);
  });

  it.each([
    ["a voice note, sent as audio", "voice", "voice_as_audio /attachments/0/source"],
    ["a sticker, sent as a picture", "sticker", "sticker_as_image /attachments/0/source"],
  ] as const)("is %s", (_, as, code) => {
    const media = [{ as, path: "/attachments/0/source", file: file() }];
    const { parts, adaptations, violations } = transform(says(undefined, { type: "image", media }));
    expect(violations).toEqual([]);
    expect(parts[0]?.slots).toEqual([{ at: ["MediaUrl", 0], file: file(), as }]);
    expect(codes(adaptations)).toEqual([code]);
  });

  it("is a sticker of a type that no MMS carries, which is refused", () => {
    expect(codes(sms.checkFile("sticker", file("s.webp", "image/webp"), "/sticker/source"))).toEqual([
      "unsupported_media_type /sticker/source",
    ]);
  });
});

it("never makes a message over Twilio's limits, whatever is to be chosen", () => {
  fc.assert(
    fc.property(offerings(2_000, picture), ({ text, buttons, cards, choices }) => {
      const made = transform(says(text, { buttons, cards }));
      const { parts } = made;
      if (made.violations.length > 0) return;
      for (const { payload } of parts) {
        const { Body = "", MediaUrl = [] } = SmsPayload.parse(payload);
        expect(Body.length).toBeLessThanOrEqual(1_600);
        expect(MediaUrl.length).toBeLessThanOrEqual(10);
      }
      expect(made.choices ?? []).toHaveLength(choices);
    }),
    { numRuns: 100 },
  );
});
