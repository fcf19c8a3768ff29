import * as z from "zod";
import type { FactName } from "../../shared/domain/delivery.ts";
import type { Failure } from "../../shared/domain/errors.ts";
import { failureOf } from "./errors.ts";
import { textOf, WRITTEN_KINDS } from "./incoming-text.ts";

/** Seconds since 1970, as text. */
const Moment = z.coerce
  .number()
  .positive()
  .max(8.64e12)
  .transform((seconds) => new Date(seconds * 1000));

/**
 * The envelope; unknown fields pass, and items are read one by one, so that one strange item hides no other.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
 */
const Value = z.object({
  metadata: z.object({ phone_number_id: z.string() }),
  contacts: z.array(z.unknown()).default([]),
  messages: z.array(z.unknown()).default([]),
  statuses: z.array(z.unknown()).default([]),
});
type Value = z.infer<typeof Value>;
const Envelope = z.object({ entry: z.array(z.object({ changes: z.array(z.unknown()).default([]) })) });
const Change = z.object({ field: z.literal("messages"), value: Value });

const Contact = z.object({
  wa_id: z.string().optional(),
  user_id: z.string().optional(),
  profile: z.object({ name: z.string().optional() }).optional(),
});

/** What the message says stands in it under the name of its type. */
const Written = z.looseObject({
  id: z.string().min(1),
  from: z.string().min(1).optional(),
  from_user_id: z.string().min(1).optional(),
  timestamp: Moment,
  type: z.enum(WRITTEN_KINDS),
});

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status */
const Status = z.object({
  id: z.string().min(1),
  status: z.enum(["sent", "delivered", "read", "played", "failed"]),
  timestamp: Moment,
  biz_opaque_callback_data: z.string().optional(),
  errors: z.array(z.unknown()).default([]),
});

const StatusError = z.object({
  code: z.int(),
  title: z.string().optional(),
  message: z.string().optional(),
  error_data: z.object({ details: z.string().optional() }).optional(),
});

export interface IncomingWritten {
  provider_message_id: string;
  /** E.164 with its `+`; absent for people who hide their phone. */
  from: string | undefined;
  /** The business-scoped id. */
  user_id: string | undefined;
  name: string | undefined;
  /** Null: they sent something that is no text. */
  text: string | null;
  at: Date;
}

export interface Incoming {
  /** The `phone_number_id` that was written to. */
  providerAccountId: string;
  messages: IncomingWritten[];
}

export interface StatusReport {
  providerAccountId: string;
  /** Our stamp on the message, where it had one. */
  handle: string | undefined;
  provider_message_id: string;
  fact: Extract<FactName, "sent" | "delivered" | "read" | "failed">;
  /** The provider's own word. */
  word: string;
  at: Date;
  failure?: Failure;
}

/** Everything a webhook brings that a person wrote or sent, of every entry and every change. The rest is passed over. */
export const incomingOf = (body: unknown): Incoming[] =>
  valuesOf(body)
    .map((value) => ({ providerAccountId: value.metadata.phone_number_id, messages: writtenIn(value) }))
    .filter(({ messages }) => messages.length > 0);

/** Every status a webhook brings. Words that are not known are passed over. */
export const statusesOf = (body: unknown): StatusReport[] =>
  valuesOf(body).flatMap((value) =>
    readable(Status, value.statuses).map((status) => reportOf(status, value.metadata.phone_number_id)),
  );

const valuesOf = (body: unknown): Value[] => {
  const envelope = Envelope.safeParse(body);
  const changes = envelope.success ? envelope.data.entry.flatMap((entry) => entry.changes) : [];
  return readable(Change, changes).map((change) => change.value);
};

const readable = <T extends z.ZodType>(schema: T, items: unknown[]): z.infer<T>[] =>
  items.flatMap((item) => {
    const parsed = schema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });

const writtenIn = ({ contacts, messages }: Value): IncomingWritten[] => {
  const known = readable(Contact, contacts);
  return readable(Written, messages)
    .filter((message) => message.from !== undefined || message.from_user_id !== undefined)
    .map((message) => {
      const contact = known.find((one) => isFrom(one, message));
      return {
        provider_message_id: message.id,
        from: message.from === undefined ? undefined : `+${message.from.replace(/\D/g, "")}`,
        user_id: message.from_user_id ?? contact?.user_id,
        name: contact?.profile?.name,
        text: textOf(message.type, message[message.type]),
        at: message.timestamp,
      };
    });
};

const isFrom = (contact: z.infer<typeof Contact>, message: z.infer<typeof Written>): boolean =>
  (message.from !== undefined && contact.wa_id === message.from) ||
  (message.from_user_id !== undefined && contact.user_id === message.from_user_id);

/** A voice note that was played was read. */
const reportOf = (status: z.infer<typeof Status>, providerAccountId: string): StatusReport => ({
  providerAccountId,
  handle: status.biz_opaque_callback_data,
  provider_message_id: status.id,
  fact: status.status === "played" ? "read" : status.status,
  word: status.status,
  at: status.timestamp,
  ...(status.status === "failed" && { failure: failureIn(status.errors) }),
});

const failureIn = (errors: unknown[]): Failure => {
  const [error] = readable(StatusError, errors);
  const title = error?.title ?? error?.message ?? "The provider reported a failure without a reason.";
  return failureOf(error?.code ?? 0, title, error?.error_data?.details);
};
