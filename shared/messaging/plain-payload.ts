import * as z from "zod";
import { FILE_KINDS, FileRef } from "../domain/attachment.ts";
import { Reply } from "../domain/incoming.ts";
import {
  Button,
  Card,
  InteractiveList,
  QuickReply,
  Reaction,
  SentContact,
  SentLocation,
} from "../domain/rich.ts";

export const PlainFile = FileRef.omit({ id: true });
export type PlainFile = z.infer<typeof PlainFile>;

/** A file of ours, or somebody else's public address. */
const PlainSource = z.union([PlainFile, z.object({ url: z.string() })]);
export type PlainSource = z.infer<typeof PlainSource>;

/** `quick_replies`: on a message's last part, gone when something newer is shown. */
const common = { reply_to: z.string().optional(), quick_replies: z.array(QuickReply).optional() };

/** `buttons`: under the text. `tapped`: what the contact chose to say it; only they do. */
export const PlainText = z.object({
  type: z.literal("text"),
  text: z.string(),
  buttons: z.array(Button).optional(),
  tapped: Reply.optional(),
  ...common,
});
export type PlainText = z.infer<typeof PlainText>;

const PlainMedia = z.object({
  type: z.enum([...FILE_KINDS, "sticker"]),
  text: z.string().optional(),
  /** An audio that was spoken. */
  voice: z.boolean().optional(),
  file: PlainSource,
  /** Those behind the first. What leaves has one file a part; what a visitor sends may have several. */
  more_files: z.array(PlainFile).optional(),
  ...common,
});

const PlainCard = Card.omit({ image_url: true }).extend({ image: PlainSource.optional() });
export type PlainCard = z.infer<typeof PlainCard>;

const PlainCards = z.object({ type: z.literal("cards"), cards: z.array(PlainCard).min(1), ...common });
const PlainList = z.object({ type: z.literal("list"), list: InteractiveList, ...common });
const PlainLocation = z.object({ type: z.literal("location"), location: SentLocation, ...common });
const PlainContacts = z.object({ type: z.literal("contacts"), contacts: z.array(SentContact), ...common });
/** `message_id` as the contact knows that message; an empty emoji takes the reaction back. */
const PlainReaction = z.object({ type: z.literal("reaction"), reaction: Reaction });

/**
 * Our own body of a part, on channels without a provider. A file stays a key in what is stored; a link is signed
 * each time the item is shown, so none is ever older than its reader.
 */
export const PlainPayload = z.discriminatedUnion("type", [
  PlainText,
  PlainMedia,
  PlainCards,
  PlainList,
  PlainLocation,
  PlainContacts,
  PlainReaction,
]);
export type PlainPayload = z.infer<typeof PlainPayload>;

/** The files of ours that it shows by themselves. */
export const filesIn = (payload: PlainPayload): PlainFile[] => {
  if (!("file" in payload)) return [];
  const { file, more_files = [] } = payload;
  return "url" in file ? more_files : [file, ...more_files];
};
