import { bareType, kindOf } from "../../shared/domain/attachment.ts";
import type { FactName } from "../../shared/domain/delivery.ts";
import type { Failure } from "../../shared/domain/errors.ts";
import type { IncomingAttachment, IncomingContent } from "../../shared/domain/incoming.ts";
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
  content: IncomingContent;
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
    content: contentOf(params),
  };
};

const MAX_MEDIA = 10;
/** An MMS is of its first file's kind. https://www.twilio.com/docs/messaging/guides/webhook-request */
const contentOf = (params: FormParams): IncomingContent => {
  const attachments = Array.from({ length: MAX_MEDIA }, (_, index) => mediaOf(params, index)).flat();
  const [first] = attachments;
  return first ? { message_type: first.kind, attachments } : { message_type: "text" };
};

const mediaOf = (params: FormParams, index: number): IncomingAttachment[] => {
  const url = fieldOf(params, `MediaUrl${index}`);
  const type = fieldOf(params, `MediaContentType${index}`)?.slice(0, 128);
  if (!url || url.length > 4_096) return [];
  return [
    {
      kind: kindOf(bareType(type ?? "")),
      ...(type && { file_type: type }),
      source: { url },
      state: "not_fetched",
    },
  ];
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
