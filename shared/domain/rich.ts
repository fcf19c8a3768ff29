import * as z from "zod";
import { FileKind } from "./attachment.ts";

/** Our own caps, those of the strictest document or provider that names one; a channel may have smaller ones. */
export const MAX_ATTACHMENTS = 10;
export const MAX_BUTTONS = 3;
export const MAX_QUICK_REPLIES = 13;
export const MAX_CARDS = 10;
/** …/whatsapp/messages/contacts-messages */
export const MAX_CONTACTS = 5;
/** Meta's cap of a postback's payload: …/messenger-platform/reference/buttons/postback */
const MAX_PAYLOAD = 1_000;
const MAX_TITLE = 256;

const title = z.string().trim().min(1).max(MAX_TITLE);
const payload = z.string().min(1).max(MAX_PAYLOAD);
/** A blank is no part of an address (RFC 3986), though a browser's parser would take it; providers do not. */
export const isWebAddress = (text: string): boolean => /^https?:\/\/\S+$/i.test(text) && URL.canParse(text);
const webAddress = z
  .string()
  .max(2_048)
  .refine(isWebAddress, "an address such as https://example.com/a, without blanks")
  .meta({ format: "uri" });
/** E.164, with its plus. https://www.itu.int/rec/T-REC-E.164 */
const phone = z.string().regex(/^\+[1-9]\d{6,14}$/, "a phone number in E.164, such as +14155550123");

/** What a tap does: it answers with a payload, opens an address, or calls a number (`payload` is the number). */
export const Button = z.discriminatedUnion("type", [
  z.object({ type: z.literal("reply"), title, payload }),
  z.object({ type: z.literal("url"), title, url: webAddress }),
  z.object({ type: z.literal("call"), title, payload: phone }),
]);
export type Button = z.infer<typeof Button>;
export type ReplyButton = Extract<Button, { type: "reply" }>;

/** A chip above the keyboard that is gone after the next message. */
export const QuickReply = z.object({ title, payload });
export type QuickReply = z.infer<typeof QuickReply>;

export const Card = z.object({
  title,
  subtitle: z.string().max(2_048).optional(),
  image_url: webAddress.optional(),
  buttons: z.array(Button).optional(),
});
export type Card = z.infer<typeof Card>;

/** One thing to send: an uploaded file by its `conversation_file_id`, or a public address, each its own part. */
export const Attachment = z.object({
  source: z.string().min(1).max(2_048),
  source_type: z.enum(["media_id", "url"]),
  type: FileKind.optional(),
  /** A recorded voice, where the channel shows it as one. */
  voice: z.boolean().optional(),
  /** The name it is shown by; else the file's own. */
  name: z.string().min(1).max(1_024).optional(),
});
export type Attachment = z.infer<typeof Attachment>;

/** A place on the map, in degrees. */
export const SentLocation = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  name: z.string().max(1_000).optional(),
  address: z.string().max(1_000).optional(),
});
export type SentLocation = z.infer<typeof SentLocation>;

const words = z.string().max(512);

/** A contact's card, in the form WhatsApp takes: …/whatsapp/messages/contacts-messages */
export const SentContact = z.object({
  name: z.object({
    formatted_name: words.min(1),
    first_name: words.optional(),
    last_name: words.optional(),
    middle_name: words.optional(),
    prefix: words.optional(),
    suffix: words.optional(),
  }),
  phones: z.array(z.object({ phone: words, type: words.optional(), wa_id: words.optional() })).optional(),
  emails: z.array(z.object({ email: words, type: words.optional() })).optional(),
  urls: z.array(z.object({ url: z.string().max(2_048), type: words.optional() })).optional(),
  addresses: z.array(z.record(z.string(), words)).optional(),
  org: z
    .object({ company: words.optional(), department: words.optional(), title: words.optional() })
    .optional(),
  birthday: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional(),
});
export type SentContact = z.infer<typeof SentContact>;

/** A message by our id of it, or its provider's: none has a blank in it. */
export const MessageName = z.string().max(512).regex(/^\S+$/, "must be an id, without blanks");

/** An emoji on a message of this conversation (our id of it, or the provider's); an empty one takes it back. */
export const Reaction = z.object({ message_id: MessageName, emoji: z.string().max(64) });
export type Reaction = z.infer<typeof Reaction>;

const Row = z.object({ id: payload, title, description: z.string().max(MAX_TITLE).optional() });

/** A menu of rows in sections, in WhatsApp's form: …/whatsapp/messages/interactive-list-messages */
export const InteractiveList = z.object({
  type: z.literal("list"),
  header: z.object({ type: z.literal("text"), text: z.string().min(1).max(MAX_TITLE) }).optional(),
  body: z.object({ text: z.string().min(1).max(4_096) }).optional(),
  footer: z.object({ text: z.string().min(1).max(MAX_TITLE) }).optional(),
  action: z.object({
    button: title,
    sections: z.array(z.object({ title: title.optional(), rows: z.array(Row).min(1) })).min(1),
  }),
});
export type InteractiveList = z.infer<typeof InteractiveList>;

/** What a message is made of beside its text and the files named in the old way: as it was asked for, for good. */
export const Rich = z.object({
  attachments: z.array(Attachment).optional(),
  buttons: z.array(Button).optional(),
  quick_replies: z.array(QuickReply).optional(),
  cards: z.array(Card).optional(),
  message_tag: z.string().optional(),
  voice: z.boolean().optional(),
  location: SentLocation.optional(),
  contacts: z.array(SentContact).optional(),
  reaction: Reaction.optional(),
  interactive: InteractiveList.optional(),
});
export type Rich = z.infer<typeof Rich>;

/** What of all this a message has: only what is there, for most messages are a text. */
export const richIn = (message: Rich): Record<string, unknown> =>
  Object.fromEntries(
    RICH_NAMES.flatMap((name) => (message[name] === undefined ? [] : [[name, message[name]]])),
  );

const RICH_NAMES = Rich.keyof().options;

/**
 * One thing a contact can choose: the number it bears in a text, and what was meant by it. It is kept with the
 * message, so that a "2", or a row whose payload had no room in the provider's id, is understood for good.
 */
export const Choice = z.object({ title: z.string(), payload: z.string() });
export type Choice = z.infer<typeof Choice>;
