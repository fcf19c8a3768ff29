import * as z from "zod";
import { Account } from "./account.ts";
import { Channel } from "./channel.ts";

/** Who is written to: at least one of `address` and `user_id` for a provider to find them by. */
export const Contact = z.object({
  id: z.int().positive(),
  /** A phone number in E.164, a page- or Instagram-scoped id. */
  address: z.string().optional(),
  /** WhatsApp's business-scoped user id, for people who hide their phone. */
  user_id: z.string().optional(),
  name: z.string().optional(),
});
export type Contact = z.infer<typeof Contact>;

/** When the contact last wrote, by the provider's own clock, and until when free messages may be sent (ISO times). */
export const Opened = z.object({ opened_at: z.string(), expires_at: z.string() });
export type Opened = z.infer<typeof Opened>;

/** The contact does not want to be written to: at all, or with marketing. ISO time. */
export const OptOut = z.object({ scope: z.enum(["all", "marketing"]), at: z.string() });
export type OptOut = z.infer<typeof OptOut>;

/** What the contact may answer by a typed number (where they see numbers) or title: that message's choices. ISO time. */
export const Offer = z.object({ message_id: z.string(), at: z.string(), numbered: z.boolean() });
export type Offer = z.infer<typeof Offer>;

const shared = {
  id: z.int().positive(),
  organization_id: z.int().positive(),
  archived: z.boolean(),
  created_at: z.string(),
};

/** A thread with one contact over one account: the only kind that has a channel, a contact and a window. */
export const ExternalConversation = z.object({
  ...shared,
  kind: z.literal("external"),
  channel: Channel,
  account: Account,
  contact: Contact,
  opened: Opened.optional(),
  opted_out: OptOut.optional(),
  offer: Offer.optional(),
  /** Messenger and Instagram: when the contact last clicked an ad, and the message of theirs that followed it. */
  ad_at: z.string().optional(),
  ad_message: z.string().optional(),
  /** Web chat: SHA-256 of the visitor's token, hex. */
  visitor_hash: z.string().optional(),
});
export type ExternalConversation = z.infer<typeof ExternalConversation>;

/** A thread among members: nothing in it ever leaves. */
export const InternalConversation = z.object({ ...shared, kind: z.enum(["team", "note"]) });
export type InternalConversation = z.infer<typeof InternalConversation>;

export const Conversation = z.discriminatedUnion("kind", [ExternalConversation, InternalConversation]);
export type Conversation = z.infer<typeof Conversation>;

/** How a contact is addressed: a phone when there is one, else the business-scoped id. */
export const addressOf = (contact: Contact): string => contact.address ?? contact.user_id ?? "";
