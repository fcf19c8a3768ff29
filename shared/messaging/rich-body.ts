import * as z from "zod";
import { type Violation, violation } from "../domain/errors.ts";
import {
  Attachment,
  Button,
  Card,
  InteractiveList,
  MAX_ATTACHMENTS,
  MAX_BUTTONS,
  MAX_CARDS,
  MAX_CONTACTS,
  MAX_QUICK_REPLIES,
  QuickReply,
  Reaction,
  SentContact,
  SentLocation,
} from "../domain/rich.ts";

/** Clients send null or "" for what they leave out. */
export const absent = (value: unknown): unknown => (value === null || value === "" ? undefined : value);

const optional = <T extends z.ZodType>(schema: T) => z.preprocess(absent, schema.optional());

/** An empty list is none. */
const optionalList = <T extends z.ZodType>(one: T) =>
  z.preprocess(
    (value) => (Array.isArray(value) && value.length === 0 ? undefined : absent(value)),
    z.array(one).optional(),
  );

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Other products' words for the same three buttons. */
const SAME_BUTTON = new Map<unknown, string>([
  ["postback", "reply"],
  ["phone_number", "call"],
  ["web_url", "url"],
]);

/** Only what belongs to its type is read of a button: clients fill in the rest with examples. */
const button = z.preprocess((given) => {
  if (!isObject(given)) return given;
  return { ...given, type: SAME_BUTTON.get(given.type) ?? given.type };
}, Button);

/** Without a payload its title is one. */
const quickReply = QuickReply.extend({ payload: optional(QuickReply.shape.payload) }).transform(
  ({ title, payload }): QuickReply => ({ title, payload: payload ?? title }),
);

const card = z.preprocess(
  (given) =>
    isObject(given)
      ? Object.fromEntries(
          Object.entries(given).flatMap(([name, value]) => {
            const there = absent(value);
            return there === undefined ? [] : [[name, there]];
          }),
        )
      : given,
  Card.extend({ buttons: optionalList(button) }),
);

/** The fields of a rich message, as they come in. */
export const RICH_FIELDS = {
  attachments: optionalList(Attachment),
  /** Deprecated: one attachment, whose type is told by its extension; unread beside `attachments`. */
  attachment_url: optional(z.string().max(2_048)).meta({ deprecated: true }),
  buttons: optionalList(button),
  quick_replies: optionalList(quickReply),
  cards: optionalList(card),
  message_tag: optional(z.string().max(64)),
  voice: optional(z.boolean()),
  location: optional(SentLocation),
  contacts: optionalList(SentContact),
  reaction: optional(Reaction),
  sticker: optional(Attachment.pick({ source: true, source_type: true })),
  interactive: optional(InteractiveList),
};

const RichBody = z.object(RICH_FIELDS);
export type RichBody = z.infer<typeof RichBody>;

/** What is too much, or lacks its text: each with its place. Nothing is cut to fit. */
export const richViolations = (rich: RichBody, hasText: boolean): Violation[] => [
  ...tooMany("/attachments", "attachments", rich.attachments, MAX_ATTACHMENTS),
  ...tooMany("/buttons", "buttons", rich.buttons, MAX_BUTTONS),
  ...tooMany("/quick_replies", "quick_replies", rich.quick_replies, MAX_QUICK_REPLIES),
  ...tooMany("/cards", "cards", rich.cards, MAX_CARDS),
  ...tooMany("/contacts", "contacts", rich.contacts, MAX_CONTACTS),
  ...(rich.cards ?? []).flatMap((one, index) =>
    tooMany(`/cards/${index}/buttons`, "buttons", one.buttons, MAX_BUTTONS),
  ),
  ...(rich.buttons && !hasText ? [withoutText("buttons")] : []),
  ...(rich.quick_replies && !hasText ? [withoutText("quick_replies")] : []),
];

const tooMany = (path: string, what: string, list: unknown[] | undefined, max: number): Violation[] =>
  list === undefined || list.length <= max
    ? []
    : [violation(path, `too_many_${what}`, `At most ${max} ${what.replace("_", " ")}, not ${list.length}.`)];

/** The text is the bubble that they stand under. */
const withoutText = (what: string): Violation =>
  violation("/message_text", "text_required", `The field ${what} stands under a text: give message_text.`);
