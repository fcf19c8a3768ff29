import * as z from "zod";
import type { IncomingContent } from "../../domain/incoming.ts";
import { actOf, type PageAct, postbackOf } from "./page-acts.ts";
import { contentOf, isAd, PageMessage, PageReferral, referralOf } from "./page-content.ts";

/** What a person wrote. `at` is Meta's clock; `adReferral`: they came through an ad, which may open a longer window. */
export interface Heard {
  provider_message_id: string;
  from: string;
  /** Null: there are no words in what they sent. */
  text: string | null;
  content: IncomingContent;
  at: Date;
  adReferral: boolean;
}

export interface HeardBy {
  providerAccountId: string;
  messages: Heard[];
  acts: PageAct[];
}

/** Ids are strings; Meta's own samples sometimes print numbers. */
export const Id = z.union([z.string().min(1), z.int()]).transform(String);
/** Milliseconds, up to the last moment a `Date` can hold. */
export const Timestamp = z.coerce.number().pipe(z.int().positive().max(8.64e15));
const Flag = z.boolean().catch(false);

export const Event = z.object({
  sender: z.object({ id: Id }).optional().catch(undefined),
  recipient: z.object({ id: Id }).optional().catch(undefined),
  timestamp: Timestamp,
  message: z.object({
    ...PageMessage.shape,
    mid: z.string().min(1),
    metadata: z.string().optional().catch(undefined),
    is_echo: Flag,
    is_self: Flag,
    is_deleted: Flag,
    is_unsupported: Flag,
    referral: PageReferral.optional().catch(undefined),
  }),
});
export type Event = z.infer<typeof Event>;

const List = z.array(z.unknown()).catch([]);
export const Entry = z.object({ id: Id.optional().catch(undefined), messaging: List, standby: List });
export const Body = z.object({ object: z.string(), entry: List });

type Found = { entryId: string | undefined; element: unknown };

/**
 * Every event of every entry; what is not of a documented shape is passed over where it is read, so that one odd
 * element never costs another.
 * Source: developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events
 */
export const elementsOf = (object: string, body: unknown, lists: ("messaging" | "standby")[]): Found[] => {
  const parsed = Body.safeParse(body);
  if (!parsed.success || parsed.data.object !== object) return [];
  return parsed.data.entry.flatMap((raw) => {
    const entry = Entry.safeParse(raw);
    if (!entry.success) return [];
    const { id, ...of } = entry.data;
    return lists.flatMap((list) => of[list].map((element) => ({ entryId: id, element })));
  });
};

const Recipient = z.object({ recipient: z.object({ id: Id }) });
const recipientOf = (element: unknown): string | undefined => Recipient.safeParse(element).data?.recipient.id;

/**
 * What people wrote, sent, tapped and did, by the account it came to. `standby` is left out: there another app holds the thread, and
 * answering is its business.
 */
export const heardBy = (object: "page" | "instagram", body: unknown): HeardBy[] => {
  const found = elementsOf(object, body, ["messaging"]).map(({ entryId, element }) => ({
    account: entryId ?? recipientOf(element),
    item: eventOf(element),
  }));
  return byAccount(found).map(([providerAccountId, items]) => ({
    providerAccountId,
    messages: items.flatMap((item) => ("message" in item ? [item.message] : [])),
    acts: items.flatMap((item) => ("act" in item ? [item.act] : [])),
  }));
};

const eventOf = (element: unknown): { message: Heard } | { act: PageAct } | undefined => {
  const event = Event.safeParse(element).data;
  const message = event ? heardOf(event) : postbackOf(element);
  if (message) return { message };
  const act = event ? undefined : actOf(element);
  return act && { act };
};

const heardOf = ({ sender, timestamp, message }: Event): Heard | undefined => {
  if (message.is_echo || message.is_self || message.is_deleted || sender === undefined) return undefined;
  const { referral } = message;
  return {
    provider_message_id: message.mid,
    from: sender.id,
    text: message.text || null,
    content: { ...contentOf(message), ...(referral && { referral: referralOf(referral) }) },
    at: new Date(timestamp),
    adReferral: isAd(referral),
  };
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
