import * as z from "zod";
import type { IncomingContent } from "../../shared/domain/incoming.ts";
import { readable } from "../../shared/providers/tolerant.ts";
import { type Change, changesOf, Moment, type Person, personOf } from "./envelope.ts";
import { contentOf } from "./incoming-content.ts";
import { textOf } from "./incoming-text.ts";

/** What the message says stands in it under the name of its type. */
const Written = z.looseObject({
  id: z.string().min(1),
  from: z.string().min(1).optional(),
  from_user_id: z.string().min(1).optional(),
  timestamp: Moment,
  type: z.string().optional().catch(undefined),
});

/**
 * Kinds that stand among the messages and are none: a reaction only opens the window; WhatsApp itself writes of a
 * changed number; somebody opened the chat and said nothing.
 */
export const NO_MESSAGES: ReadonlySet<string | undefined> = new Set([
  "reaction",
  "system",
  "request_welcome",
]);

const Reaction = z.object({ reaction: z.object({ emoji: z.string().min(1) }) });

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/calls */
const Call = z.object({
  event: z.literal("connect"),
  from: z.string().min(1).optional(),
  from_user_id: z.string().min(1).optional(),
  timestamp: Moment,
  direction: z.string().optional(),
});

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/user_preferences */
const Preference = z.object({
  wa_id: z.string().min(1).optional(),
  user_id: z.string().min(1).optional(),
  category: z.literal("marketing_messages"),
  value: z.enum(["stop", "resume"]),
  timestamp: Moment,
});

export interface IncomingWritten extends Person {
  provider_message_id: string;
  /** Null: there are no words in what they sent. */
  text: string | null;
  content: IncomingContent;
  at: Date;
}

/** They did something that opens the window and is no message: called, reacted. */
export type Opening = Person & { at: Date };
export type MarketingChoice = Person & { stopped: boolean; at: Date };

export interface Incoming {
  /** The `phone_number_id` that was written to. */
  providerAccountId: string;
  messages: IncomingWritten[];
  openings: Opening[];
  choices: MarketingChoice[];
}

/** Everything a webhook brings that a person did, of every entry and every change. */
export const incomingOf = (body: unknown): Incoming[] =>
  changesOf(body)
    .map(({ field, value }) => ({
      providerAccountId: value.metadata.phone_number_id,
      messages: field === "messages" ? writtenIn(value) : [],
      openings: field === "messages" ? reactionsIn(value) : field === "calls" ? callsIn(value) : [],
      choices: field === "user_preferences" ? choicesIn(value) : [],
    }))
    .filter(({ messages, openings, choices }) => messages.length + openings.length + choices.length > 0);

const isKnown = ({ from, user_id }: Person): boolean => from !== undefined || user_id !== undefined;

const writtenIn = (value: Change["value"]): IncomingWritten[] =>
  readable(Written, value.messages)
    .filter(({ type }) => !NO_MESSAGES.has(type))
    .map((message) => ({
      ...personOf(value, message.from, message.from_user_id),
      provider_message_id: message.id,
      text: textOf(message.type, message[message.type ?? ""]),
      content: contentOf(message.type, message),
      at: message.timestamp,
    }))
    .filter(isKnown);

/** A reaction that is taken back has no emoji, and opens nothing. */
const reactionsIn = (value: Change["value"]): Opening[] =>
  readable(Written, value.messages)
    .filter((message) => message.type === "reaction" && Reaction.safeParse(message).success)
    .map(({ from, from_user_id, timestamp }) => ({ ...personOf(value, from, from_user_id), at: timestamp }))
    .filter(isKnown);

/** A call of the user's opens the window, one of ours does not (…/whatsapp/pricing/non-template-messages). */
const callsIn = (value: Change["value"]): Opening[] =>
  readable(Call, value.calls)
    .filter(({ direction }) => direction === undefined || direction === "USER_INITIATED")
    .map(({ from, from_user_id, timestamp }) => ({ ...personOf(value, from, from_user_id), at: timestamp }))
    .filter(isKnown);

const choicesIn = (value: Change["value"]): MarketingChoice[] =>
  readable(Preference, value.user_preferences)
    .map((one) => ({
      ...personOf(value, one.wa_id, one.user_id),
      stopped: one.value === "stop",
      at: one.timestamp,
    }))
    .filter(isKnown);
