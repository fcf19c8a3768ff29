import type { FactName } from "../../shared/domain/delivery.ts";
import type { Failure } from "../../shared/domain/errors.ts";
import { undeliveredCard } from "../../shared/providers/twilio/errors.ts";
import { type FormParams, fieldOf } from "../../shared/providers/twilio/form.ts";

/** What a contact wrote. Twilio tells no time: the moment of its call is the message's. */
export interface SmsIncoming {
  /** Our number it came to: the account's address. */
  providerAccountId: string;
  account_sid: string;
  /** Set when the number belongs to a messaging service. */
  messaging_service_sid?: string;
  provider_message_id: string;
  from: string;
  /** Null when they sent media only. */
  text: string | null;
}

export interface SmsStatus {
  /** Ours, as it stood in the callback's query; absent when somebody else sent the message. */
  handle?: string;
  account_sid: string;
  provider_message_id: string;
  /** Twilio's own word, known to us or not. */
  word: string;
  /** What it adds to the part; absent for steps before the message left, and for words we do not know. */
  fact?: Extract<FactName, "sent" | "delivered" | "read" | "failed">;
  failure?: Failure;
}

/**
 * The words that say something new; the others (accepted, scheduled, queued, sending, …) come before it left.
 * https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks
 */
const FACTS: ReadonlyMap<string, NonNullable<SmsStatus["fact"]>> = new Map([
  ["sent", "sent"],
  ["delivered", "delivered"],
  ["read", "read"],
  ["undelivered", "failed"],
  ["failed", "failed"],
  ["canceled", "failed"],
]);

/** An incoming message, or undefined when the call is none (a status report bears `MessageStatus`). */
export const incomingOf = (params: FormParams): SmsIncoming | undefined => {
  const [sid, account_sid, from, to] = ["MessageSid", "AccountSid", "From", "To"].map((name) =>
    fieldOf(params, name),
  );
  if (!sid || !account_sid || !from || !to || fieldOf(params, "MessageStatus") !== undefined)
    return undefined;
  const service = fieldOf(params, "MessagingServiceSid");
  return {
    providerAccountId: to,
    account_sid,
    ...(service && { messaging_service_sid: service }),
    provider_message_id: sid,
    from,
    text: fieldOf(params, "Body") || null,
  };
};

/** A status report, or undefined when the call is none. Reports come in any order, and more than once. */
export const statusOf = (
  params: FormParams,
  query: Readonly<Record<string, string | undefined>>,
): SmsStatus | undefined => {
  const [sid, account_sid, word] = ["MessageSid", "AccountSid", "MessageStatus"].map((name) =>
    fieldOf(params, name),
  );
  if (!sid || !account_sid || !word) return undefined;
  const fact = FACTS.get(word);
  return {
    ...(query.handle && { handle: query.handle }),
    account_sid,
    provider_message_id: sid,
    word,
    ...(fact && { fact }),
    ...(fact === "failed" && { failure: failureOf(params) }),
  };
};

/** `ErrorCode` is digits or absent; anything else is no code. */
const failureOf = (params: FormParams): Failure => {
  const code = fieldOf(params, "ErrorCode") ?? "";
  return undeliveredCard(
    /^[1-9][0-9]{3,6}$/.test(code) ? Number(code) : undefined,
    fieldOf(params, "ErrorMessage"),
  );
};
