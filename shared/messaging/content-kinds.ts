import { type Violation, violation } from "../domain/errors.ts";
import type { Content } from "../domain/message.ts";

/** All that a message may hold: what every channel's capability table has a line for. */
export const CONTENT_KINDS = [
  "text",
  "image",
  "audio",
  "video",
  "file",
  "voice",
  "sticker",
  "foreign_url",
  "several_attachments",
  "reply_buttons",
  "url_button",
  "call_button",
  "quick_replies",
  "card",
  "carousel",
  "list",
  "location",
  "contacts",
  "reaction",
  "template",
  "reply",
] as const;
export type ContentKind = (typeof CONTENT_KINDS)[number];

/** `as_is`; in which other form, reported in `adaptations`; or why not at all. */
export type Carriage = "as_is" | { adapted: string } | { refused: string };

/** What a channel makes of each kind of content. The README's table says the same, and a test compares them. */
export type Capabilities = Record<ContentKind, Carriage>;

/** The kinds of content that are there, each with the place where it was asked for. */
export const kindsIn = (content: Content): { kind: ContentKind; path: string }[] => {
  const { media, buttons = [], cards = [] } = content;
  const of = (kind: ContentKind, path: string, is: unknown) => (is ? [{ kind, path }] : []);
  return [
    ...of("text", "/message_text", content.text?.trim()),
    ...media.map(({ as, path }) => ({ kind: as, path })),
    ...media.flatMap((one) => of("foreign_url", one.path, "url" in one)),
    ...of("several_attachments", "/attachments", media.length > 1),
    ...buttons.map(({ type }, index) => ({ kind: BUTTON_KIND[type], path: `/buttons/${index}` })),
    ...of("quick_replies", "/quick_replies", content.quickReplies?.length),
    ...of(cards.length > 1 ? "carousel" : "card", "/cards", cards.length),
    ...of("list", "/interactive", content.list),
    ...of("location", "/location", content.location),
    ...of("contacts", "/contacts", content.contacts),
    ...of("reaction", "/reaction", content.reaction),
    ...of("template", "/message_type", content.type === "template"),
    ...of("reply", "/reply_to_message_id", content.replyTo),
  ];
};

const BUTTON_KIND = { reply: "reply_buttons", url: "url_button", call: "call_button" } as const;

/** Why this channel does not carry it, for each kind of content that it refuses. */
export const uncarried = (capabilities: Capabilities, content: Content): Violation[] =>
  kindsIn(content).flatMap(({ kind, path }) => {
    const carriage = capabilities[kind];
    if (typeof carriage === "string" || "adapted" in carriage) return [];
    const code = kind === "template" ? "unsupported_message_type" : "not_supported";
    return [violation(path, code, carriage.refused)];
  });
