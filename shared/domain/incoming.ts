import * as z from "zod";
import { FILE_KINDS, FileKind, FileRef } from "./attachment.ts";
import { Failure } from "./errors.ts";

/**
 * What a contact may send. A reaction is not among them: it opens the window and is no message. `unsupported`: a kind
 * that is not known here, or one its provider cannot show; `provider_type` then has the provider's own word.
 */
export const INCOMING_TYPES = [
  "text",
  ...FILE_KINDS,
  "sticker",
  "location",
  "contacts",
  "button_reply",
  "list_reply",
  "form_reply",
  "unsupported",
] as const;
export const IncomingType = z.enum(INCOMING_TYPES);
export type IncomingType = z.infer<typeof IncomingType>;

/**
 * What was tapped: `payload` is what the sender of the button gave it, as it comes back. A `choice` was typed: a
 * number, or a title, of the message that offered it.
 */
export const Reply = z.object({
  kind: z.enum(["button", "list", "form", "quick_reply", "postback", "choice"]),
  payload: z.string().nullable(),
  title: z.string().nullable(),
  /** Our message whose choices say what was meant; absent: the payload came as it is. */
  message_id: z.string().optional(),
});
export type Reply = z.infer<typeof Reply>;

/** Degrees. */
export const Location = z.object({
  latitude: z.number(),
  longitude: z.number(),
  name: z.string().optional(),
  address: z.string().optional(),
});
export type Location = z.infer<typeof Location>;

export const SharedContact = z.object({ name: z.string().nullable(), phones: z.array(z.string()) });
export type SharedContact = z.infer<typeof SharedContact>;

/** What led the contact here: an ad, or a link with a `ref` of its own. */
export const Referral = z.object({
  source: z.string().optional(),
  ad_id: z.string().optional(),
  ref: z.string().optional(),
  headline: z.string().optional(),
  url: z.string().optional(),
});
export type Referral = z.infer<typeof Referral>;

/** Where a provider keeps a contact's file. */
export const MediaSource = z.union([z.object({ media_id: z.string() }), z.object({ url: z.string() })]);
export type MediaSource = z.infer<typeof MediaSource>;

/** What became of a contact's file for good: it lies in the bucket, or it never will, and why. */
export const Arrival = z.discriminatedUnion("state", [
  z.object({ state: z.literal("fetched"), file: FileRef }),
  z.object({ state: z.literal("failed"), failure: Failure }),
]);
export type Arrival = z.infer<typeof Arrival>;

/**
 * A file of the contact's. `source` is for us alone and never shown. `state` is what it was when its message came;
 * what became of it since is its `arrival`.
 */
export const IncomingAttachment = z.object({
  kind: FileKind,
  file_type: z.string().optional(),
  file_name: z.string().optional(),
  source: MediaSource.optional(),
  state: z.literal("not_fetched"),
  arrival: Arrival.optional(),
});
export type IncomingAttachment = z.infer<typeof IncomingAttachment>;

/** What a message holds beside its text. Every field is absent in messages that earlier versions kept. */
export const IncomingContent = z.object({
  message_type: IncomingType.optional(),
  provider_type: z.string().optional(),
  reply: Reply.optional(),
  /** The provider's id of the message that is quoted. */
  reply_to_message_id: z.string().optional(),
  location: Location.optional(),
  contacts: z.array(SharedContact).optional(),
  attachments: z.array(IncomingAttachment).optional(),
  referral: Referral.optional(),
});
export type IncomingContent = z.infer<typeof IncomingContent>;
