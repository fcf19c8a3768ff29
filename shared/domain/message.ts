import * as z from "zod";
import { Account } from "./account.ts";
import { FILE_KINDS, FileRef, type Media, MediaKind } from "./attachment.ts";
import { Channel } from "./channel.ts";
import { Contact } from "./conversation.ts";
import { MAX_PARTS } from "./ids.ts";
import { IncomingContent } from "./incoming.ts";
import {
  type Button,
  type Card,
  Choice,
  type InteractiveList,
  type QuickReply,
  Rich,
  type SentContact,
  type SentLocation,
} from "./rich.ts";

/** What can leave. A note is not among them: it has its own type and its own way. */
export const OUTGOING_TYPES = [
  "text",
  ...FILE_KINDS,
  "template",
  "location",
  "contacts",
  "reaction",
  "sticker",
  "interactive",
] as const;
export const OutgoingType = z.enum(OUTGOING_TYPES);
export type OutgoingType = z.infer<typeof OutgoingType>;

/** Something that was changed so that the message fits its channel. */
export const Adaptation = z.object({ code: z.string(), path: z.string(), message: z.string() });
export type Adaptation = z.infer<typeof Adaptation>;

export const Author = z.object({ kind: z.enum(["person", "bot"]), member_id: z.string().nullable() });
export type Author = z.infer<typeof Author>;

/** A place in a payload that delivery fills: a file's key stands there until a link or a media id does. */
export const Slot = z.object({
  at: z.array(z.union([z.string(), z.int()])).min(1),
  file: FileRef,
  /** What it is shown as; absent: as its message's type says (jobs of earlier versions). */
  as: MediaKind.optional(),
});
export type Slot = z.infer<typeof Slot>;

/** One bubble: one call to the provider, with the provider's own body. */
export const Part = z.object({
  kind: z.enum(["text", "media", "template", "interactive", "reaction"]),
  payload: z.record(z.string(), z.unknown()),
  slots: z.array(Slot).default([]),
});
export type Part = z.infer<typeof Part>;

/** Under what a message may leave after the window closed: …/messenger-platform/send-messages/message-tags */
export const MESSAGE_TAGS = ["HUMAN_AGENT", "CUSTOMER_FEEDBACK"] as const;
export type MessageTag = (typeof MESSAGE_TAGS)[number];

/** A card whose picture is a file of ours, or somebody else's address. */
export type CardContent = Card & { image?: Media };

/** What a transform gets: what the sender wants said, free of any channel. */
export interface Content {
  type: OutgoingType;
  text?: string;
  /** In the order they leave; each is a part of its own, unless the channel carries several in one. */
  media: Media[];
  /** 1 to 3, under the text. */
  buttons?: Button[];
  /** 1 to 13, on the last part. */
  quickReplies?: QuickReply[];
  /** 1 to 10. */
  cards?: CardContent[];
  location?: SentLocation;
  contacts?: SentContact[];
  reaction?: { emoji: string; to: { provider_message_id: string } };
  list?: InteractiveList;
  template?: unknown;
  /** Sent after the window closed under this tag of Meta's; absent: an answer within the window. */
  tag?: MessageTag;
  /** The message answered to: our id, and the provider's once it has one. */
  replyTo?: { provider_message_id: string; message_id?: string };
}

/** What was accepted, as it is kept and shown: it never changes. */
export const OutgoingMessage = z.object({
  id: z.string(),
  organization_id: z.int(),
  conversation_id: z.int(),
  account_id: z.string(),
  channel: Channel,
  message_type: OutgoingType,
  message_text: z.string().nullable(),
  template: z.unknown().optional(),
  /** Whether the template was known, when it was accepted, to be what the provider approved. */
  template_check: z.enum(["verified", "unverified"]).optional(),
  files: z.array(FileRef),
  media_urls: z.array(z.string()),
  ...Rich.shape,
  /** What the contact can choose by a number, or by a row that had no room for its payload; numbered from 1. */
  choices: z.array(Choice).optional(),
  /** Where the addresses stand among all media, counted from 0. Absent: behind all files. */
  media_urls_at: z.array(z.int()).optional(),
  reply_to_message_id: z.string().nullable(),
  author: Author,
  parts: z.int().min(1).max(MAX_PARTS),
  adaptations: z.array(Adaptation),
  created_at: z.string(),
  /** What its sender was answered with, where that names a request and no message. */
  request_id: z.string().optional(),
  /** Its conversation, if archived, stays so. */
  stay_archived: z.literal(true).optional(),
  /** The message that this one sends again. Absent: none, or it was accepted before there were resends. */
  resend_of: z.string().optional(),
  /** A resend's: which parts of the whole content, by their place, are left out because they had left before. */
  already_sent: z.array(z.int()).optional(),
});
export type OutgoingMessage = z.infer<typeof OutgoingMessage>;

/** What the queue carries: the message with its parts, and all that is needed to send them. */
export const Job = z.object({
  message: OutgoingMessage,
  parts: z.array(Part).min(1).max(MAX_PARTS),
  account: Account,
  contact: Contact,
});
export type Job = z.infer<typeof Job>;

/** What the contact wrote. */
export const IncomingMessage = z.object({
  id: z.string(),
  organization_id: z.int(),
  conversation_id: z.int(),
  account_id: z.string(),
  channel: Channel,
  message_text: z.string().nullable(),
  ...IncomingContent.shape,
  provider_message_id: z.string(),
  created_at: z.string(),
});
export type IncomingMessage = z.infer<typeof IncomingMessage>;

/** A member called to a note, and whether they have seen to it. ISO time. */
export const Page = z.object({
  id: z.string(),
  member_id: z.string(),
  resolved: z.object({ at: z.string(), by: z.string() }).optional(),
});
export type Page = z.infer<typeof Page>;

/** What members tell each other. It has no parts, no account and no contact: there is nothing to send it with. */
export const Note = z.object({
  id: z.string(),
  /** Absent: a note. A conversation among members also takes what is said openly, in the types that need no channel. */
  message_type: z.enum(["text", ...FILE_KINDS]).optional(),
  organization_id: z.int(),
  conversation_id: z.int(),
  /** Where the conversation with the contact takes place; nothing is sent there. */
  channel: Channel.nullable(),
  message_text: z.string().nullable(),
  files: z.array(FileRef),
  pages: z.array(Page).optional(),
  request_id: z.string().optional(),
  author: Author,
  created_at: z.string(),
});
export type Note = z.infer<typeof Note>;
