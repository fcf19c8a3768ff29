import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { whatsapp } from "../../functions/whatsapp/channel.ts";
import { DEMO } from "../../infra/local/demo.ts";
import { Account } from "../../shared/domain/account.ts";
import type { ExternalConversation } from "../../shared/domain/conversation.ts";
import { MAX_PARTS } from "../../shared/domain/ids.ts";
import type { CardContent, Content } from "../../shared/domain/message.ts";
import { Part } from "../../shared/domain/message.ts";
import type { Button } from "../../shared/domain/rich.ts";
import { CONTENT_KINDS, type ContentKind, kindsIn } from "../../shared/messaging/content-kinds.ts";
import { transformFor } from "../../shared/messaging/transform-for.ts";
import { fileRef, photo } from "../functions/whatsapp/fixtures.ts";
import { refusalOf } from "../functions/whatsapp/strict.ts";
import { contentOf, type Told } from "../support/content.ts";

const README = readFileSync(new URL("../../functions/whatsapp/README.md", import.meta.url), "utf8");
const MESSAGE = "01m7yvhaz5fjj4x54ga9yqybj6";
const conversation: ExternalConversation = {
  id: 101,
  organization_id: 1,
  kind: "external",
  channel: "whatsapp",
  archived: false,
  created_at: "2026-11-21T12:00:00.000Z",
  account: Account.parse({ organization_id: 1, channel: "whatsapp", ...DEMO.whatsapp.account }),
  contact: DEMO.whatsapp.contact,
};

const reply: Button = { type: "reply", title: "Yes", payload: "yes" };
const link: Button = { type: "url", title: "Shop", url: "https://example.com" };
const call: Button = { type: "call", title: "Call", payload: "+14155550123" };
const image = { as: "image", path: "/cards/0/image_url", file: photo } as const;
const card: CardContent = { title: "Boots", image, buttons: [link] };
const rows = [{ id: "tea", title: "Tea" }];

const file = (type: Told["type"], name: string, mime: string): Told => ({
  type,
  media: [{ file: fileRef(name, mime) }],
});
const text = (more: Partial<Content> = {}): Told => ({ type: "text", text: "Hello", media: [], ...more });

/** The plainest message that holds each kind. */
const SAMPLES: Record<ContentKind, Told> = {
  text: text(),
  image: file("image", "a.png", "image/png"),
  audio: file("audio", "a.mp3", "audio/mpeg"),
  video: file("video", "a.mp4", "video/mp4"),
  file: file("file", "a.pdf", "application/pdf"),
  voice: { type: "audio", media: [{ file: fileRef("a.ogg", "audio/ogg; codecs=opus"), as: "voice" }] },
  sticker: file("sticker", "a.webp", "image/webp"),
  foreign_url: { type: "image", media: [{ url: "https://example.com/a.png" }] },
  several_attachments: { type: "image", media: [{ file: photo }, { file: photo }] },
  reply_buttons: text({ buttons: [reply] }),
  url_button: text({ buttons: [link] }),
  call_button: text({ buttons: [call] }),
  quick_replies: text({ quickReplies: [{ title: "Yes", payload: "yes" }] }),
  card: text({ cards: [card] }),
  carousel: text({ cards: [card, card] }),
  list: {
    type: "interactive",
    media: [],
    list: { type: "list", body: { text: "a" }, action: { button: "b", sections: [{ rows }] } },
  },
  location: { type: "location", media: [], location: { latitude: 52.5, longitude: 13.4, name: "Office" } },
  contacts: {
    type: "contacts",
    media: [],
    contacts: [{ name: { formatted_name: "Ada", first_name: "Ada" } }],
  },
  reaction: {
    type: "reaction",
    media: [],
    reaction: { emoji: "👍", to: { provider_message_id: "wamid.A" } },
  },
  template: { type: "template", media: [], template: { name: "hello_world", language: "en_US" } },
  reply: text({ replyTo: { provider_message_id: "wamid.A" } }),
};

const send = (told: Told) => transformFor(whatsapp, conversation, contentOf(told), MESSAGE);

describe.each(CONTENT_KINDS)("WhatsApp and %s", (kind) => {
  const told = SAMPLES[kind];
  const carriage = whatsapp.capabilities[kind];

  it("does with it what the table says, in a form that WhatsApp takes", () => {
    expect(kindsIn(contentOf(told)).map((one) => one.kind)).toContain(kind);
    const { parts, adaptations, violations } = send(told);
    expect(parts.map(refusalOf)).toEqual(parts.map(() => undefined));
    expect(violations.length > 0).toBe(typeof carriage === "object" && "refused" in carriage);
    expect(adaptations.length > 0).toBe(typeof carriage === "object" && "adapted" in carriage);
    expect(parts.length > 0).toBe(violations.length === 0);
  });

  it("has its line in the README, which says the same", () => {
    const [, asIs, adapted] = README.match(new RegExp(`^\\| \`${kind}\` \\| (.*?) \\| (.*?) \\|`, "m")) ?? [];
    const said = asIs !== "–" ? "as_is" : adapted !== "–" ? "adapted" : "refused";
    expect(said).toBe(typeof carriage === "string" ? carriage : Object.keys(carriage)[0]);
  });
});

const words = (max: number, min = 1) =>
  fc
    .oneof(
      { weight: 3, arbitrary: fc.string({ unit: "grapheme", minLength: min, maxLength: 30 }) },
      fc.integer({ min, max }).map((length) => "ab c\n".repeat(length).slice(0, length)),
    )
    .map((some) => some.slice(0, max).toWellFormed());
/** As the body's schema leaves them: with something in them. */
const title = words(256)
  .map((given) => given.trim())
  .filter((given) => given !== "");
const payload = words(1_000);
const address = words(1_900).map((path) => `https://example.com/${path}`);
const button: fc.Arbitrary<Button> = fc.oneof(
  fc.record({ type: fc.constant("reply" as const), title, payload }),
  fc.record({ type: fc.constant("url" as const), title, url: address }),
  fc.record({ type: fc.constant("call" as const), title, payload: fc.constant("+14155550123") }),
);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const some = <T>(one: fc.Arbitrary<T>, maxLength: number) =>
  optional(fc.array(one, { minLength: 1, maxLength }));
const picture = fc.constantFrom(image, {
  as: "image",
  path: "/x",
  url: "https://example.com/a b.png",
} as const);
const cards = some(
  fc.record({
    title,
    subtitle: optional(words(2_048, 0)),
    image: optional(picture),
    buttons: some(button, 3),
  }),
  10,
);
const media = fc.array(
  fc.constantFrom<Told["media"][number]>(
    { file: photo, as: "image" },
    { file: fileRef("a.mp3", "audio/mpeg"), as: "voice" },
    { url: "https://example.com/a%.pdf", as: "file" },
  ),
  { maxLength: 3 },
);
const rowOf = fc.record({ id: payload, title, description: optional(words(256, 0)) });
const list = fc.record({
  type: fc.constant("list" as const),
  header: optional(fc.record({ type: fc.constant("text" as const), text: words(256) })),
  body: optional(fc.record({ text: words(4_096) })),
  footer: optional(fc.record({ text: words(256) })),
  action: fc.record({
    button: title,
    sections: fc.array(
      fc.record({ title: optional(title), rows: fc.array(rowOf, { minLength: 1, maxLength: 6 }) }),
      { minLength: 1, maxLength: 4 },
    ),
  }),
});

const without = (content: object): Told =>
  Object.fromEntries(Object.entries(content).filter(([, value]) => value !== undefined)) as Told;

const isFit = (told: Told): void => {
  const { parts, violations, choices = [] } = send(told);
  expect(parts.length > 0).toBe(violations.length === 0);
  expect(parts.length).toBeLessThanOrEqual(MAX_PARTS);
  expect(parts.map(refusalOf)).toEqual(parts.map(() => undefined));
  for (const part of parts) expect(Part.parse(JSON.parse(JSON.stringify(part)))).toEqual(part);
  const ids = [...JSON.stringify(parts).matchAll(new RegExp(`"id":"${MESSAGE}\\.(\\d+)"`, "g"))];
  for (const [, place] of ids) expect(choices[Number(place)]).toBeDefined();
};

describe("whatever is asked for", () => {
  it("with text, files, buttons, quick replies and cards, WhatsApp takes every part or it is refused", () => {
    const quickReplies = some(fc.record({ title, payload }), 13);
    const content = fc.record({
      text: optional(words(9_000, 0)),
      media,
      buttons: some(button, 3),
      quickReplies,
      cards,
    });
    fc.assert(
      fc.property(content, (given) =>
        isFit(without({ type: given.media.length > 0 ? "image" : "text", ...given })),
      ),
      { numRuns: 150 },
    );
  });

  it("with a list, WhatsApp takes every part or it is refused", () => {
    fc.assert(
      fc.property(list, (given) => isFit({ type: "interactive", media: [], list: without(given) as never })),
      { numRuns: 100 },
    );
  });
});
