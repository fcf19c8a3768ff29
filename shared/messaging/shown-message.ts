import * as z from "zod";
import { FileKind } from "../domain/attachment.ts";
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

export const ShownFile = z.object({
  name: z.string(),
  type: z.string(),
  /** Bytes. */
  size: z.int(),
  /** Works until `expires_at`; catching up gives a fresh one. */
  url: z.string(),
  expires_at: z.string(),
});
export type ShownFile = z.infer<typeof ShownFile>;

/** A file of ours, or somebody else's public address, of which nothing more is known. */
const Shown = z.union([ShownFile, z.object({ url: z.string() })]);
export type Shown = z.infer<typeof Shown>;

/** What an item says, as the visitor's page gets it: our own payload, with links in place of keys. */
export const ShownMessage = z.object({
  type: z.enum(["text", ...FileKind.options, "sticker", "cards", "list", "location", "contacts", "reaction"]),
  text: z.string().optional(),
  reply_to: z.string().optional(),
  file: Shown.optional(),
  /** Those behind the first, where a visitor's message holds several. */
  more_files: z.array(ShownFile).optional(),
  /** An audio that was spoken. */
  voice: z.boolean().optional(),
  buttons: z.array(Button).optional(),
  quick_replies: z.array(QuickReply).optional(),
  cards: z.array(Card.omit({ image_url: true }).extend({ image: Shown.optional() })).optional(),
  list: InteractiveList.optional(),
  location: SentLocation.optional(),
  contacts: z.array(SentContact).optional(),
  reaction: Reaction.optional(),
  /** What the visitor tapped to say it. */
  tapped: Reply.optional(),
});
export type ShownMessage = z.infer<typeof ShownMessage>;
