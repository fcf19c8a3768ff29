import * as z from "zod";
import { readHandle } from "../../domain/ids.ts";
import type { StatusReport } from "../../messaging/record-statuses.ts";

/** What a person wrote. `at` is Meta's clock; `adReferral`: they came through an ad, which may open a longer window. */
export interface Heard {
  provider_message_id: string;
  from: string;
  /** Null: they sent something that is no text. */
  text: string | null;
  at: Date;
  adReferral: boolean;
}

export interface HeardBy {
  providerAccountId: string;
  messages: Heard[];
}

/** Proof about our parts, by the account it came for: nobody else's webhook may prove them. */
export interface ReportedBy {
  providerAccountId: string;
  reports: StatusReport[];
}

/** Ids are strings; Meta's own samples sometimes print numbers. */
export const Id = z.union([z.string().min(1), z.int()]).transform(String);
/** Milliseconds, up to the last moment a `Date` can hold. */
export const Timestamp = z.coerce.number().pipe(z.int().positive().max(8.64e15));
const Flag = z.boolean().catch(false);

const Referral = z.object({ source: z.string().optional(), ad_id: z.unknown() });

const Event = z.object({
  sender: z.object({ id: Id }).optional().catch(undefined),
  recipient: z.object({ id: Id }).optional().catch(undefined),
  timestamp: Timestamp,
  message: z.object({
    mid: z.string().min(1),
    text: z.string().optional().catch(undefined),
    attachments: z.array(z.unknown()).catch([]),
    metadata: z.string().optional().catch(undefined),
    is_echo: Flag,
    is_self: Flag,
    is_deleted: Flag,
    is_unsupported: Flag,
    referral: Referral.optional().catch(undefined),
  }),
});
type Event = z.infer<typeof Event>;

const List = z.array(z.unknown()).catch([]);
export const Entry = z.object({ id: Id.optional().catch(undefined), messaging: List, standby: List });
export const Body = z.object({ object: z.string(), entry: List });

type Found = { entryId: string | undefined; event: Event };

/**
 * Every event of every entry that is about a message; anything else (reactions, seen, edits, what is not of the
 * documented shape) is passed over, so that one odd element never costs another.
 * Source: developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events
 */
const eventsOf = (object: string, body: unknown, lists: ("messaging" | "standby")[]): Found[] => {
  const parsed = Body.safeParse(body);
  if (!parsed.success || parsed.data.object !== object) return [];
  return parsed.data.entry.flatMap((raw) => {
    const entry = Entry.safeParse(raw);
    if (!entry.success) return [];
    const { id, ...of } = entry.data;
    return lists.flatMap((list) => of[list].flatMap((element) => eventOf(id, element)));
  });
};

const eventOf = (entryId: string | undefined, element: unknown): Found[] => {
  const event = Event.safeParse(element);
  return event.success ? [{ entryId, event: event.data }] : [];
};

/**
 * Texts of people and whatever else they sent, by the account they wrote to. `standby` is left out: there another app holds the thread, and
 * answering is its business.
 */
export const heardBy = (object: "page" | "instagram", body: unknown): HeardBy[] => {
  const found = eventsOf(object, body, ["messaging"]).map(({ entryId, event }) => ({
    account: entryId ?? event.recipient?.id,
    item: heardOf(event),
  }));
  return byAccount(found).map(([providerAccountId, messages]) => ({ providerAccountId, messages }));
};

const heardOf = ({ sender, timestamp, message }: Event): Heard | undefined => {
  if (message.is_echo || message.is_self || message.is_deleted) return undefined;
  const sent = message.attachments.length > 0 && !message.is_unsupported;
  if (sender === undefined || !(message.text || sent)) return undefined;
  return {
    provider_message_id: message.mid,
    from: sender.id,
    text: message.text || null,
    at: new Date(timestamp),
    adReferral: message.referral?.source === "ADS" || message.referral?.ad_id !== undefined,
  };
};

/**
 * Echoes of our own messages: `metadata` is our handle, so a call whose answer was lost did send after all.
 * A `standby` echo proves it as well.
 * Source: …/messenger-platform/webhooks/webhook-events/message-echoes
 */
export const echoedBy = (object: "page" | "instagram", body: unknown): ReportedBy[] => {
  const found = eventsOf(object, body, ["messaging", "standby"]).map(({ entryId, event }) => ({
    account: entryId ?? event.sender?.id,
    item: echoOf(event),
  }));
  return byAccount(found).map(([providerAccountId, reports]) => ({ providerAccountId, reports }));
};

const echoOf = ({ timestamp, message }: Event): StatusReport | undefined => {
  const part = message.is_echo ? readHandle(message.metadata ?? "") : undefined;
  if (part === undefined) return undefined;
  const at = new Date(timestamp).toISOString();
  return { ...part, fact: "sent", value: { at, provider_message_id: message.mid, word: "echo" }, echoed: at };
};

/** In the order they came, without those that belong to nobody or say nothing. */
export const byAccount = <T>(
  found: { account: string | undefined; item: T | undefined }[],
): [string, T[]][] => {
  const groups = new Map<string, T[]>();
  for (const { account, item } of found) {
    if (account === undefined || item === undefined) continue;
    groups.set(account, [...(groups.get(account) ?? []), item]);
  }
  return [...groups];
};
