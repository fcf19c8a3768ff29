import * as z from "zod";
import type { Receipt } from "../../messaging/report-ports.ts";
import { Body, byAccount, Entry, Id, Timestamp } from "./page-webhooks.ts";

/** Reports that name our messages by Meta's ids or by a watermark, by the account they came for. */
export interface ReceiptsBy {
  providerAccountId: string;
  receipts: Receipt[];
}

const Ids = z.array(z.unknown()).catch([]);
const Time = Timestamp.optional().catch(undefined);
const Event = z.object({
  sender: z.object({ id: Id }),
  recipient: z.object({ id: Id }).optional().catch(undefined),
  timestamp: Time,
  delivery: z.object({ mids: Ids, watermark: Time }).optional().catch(undefined),
  read: z
    .object({ mid: z.string().optional().catch(undefined), watermark: Time })
    .optional()
    .catch(undefined),
});
type Event = z.infer<typeof Event>;

/**
 * Every delivery and every read of every entry, `standby` as well: the app that holds a thread now does not change
 * what became of our messages. Messenger tells `delivery{mids?, watermark}` and `read{watermark}`, where the watermark
 * is what counts; Instagram tells `read{mid}` (field `messaging_seen`) and nothing of deliveries.
 * Source: developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events
 * (message-deliveries, message-reads)
 */
export const receiptsBy = (object: "page" | "instagram", body: unknown): ReceiptsBy[] => {
  const parsed = Body.safeParse(body);
  if (!parsed.success || parsed.data.object !== object) return [];
  const found = parsed.data.entry.flatMap((raw) => {
    const entry = Entry.safeParse(raw);
    if (!entry.success) return [];
    const { id, messaging, standby } = entry.data;
    return [...messaging, ...standby].flatMap((element) => receiptsOf(id, element));
  });
  return byAccount(found).map(([providerAccountId, receipts]) => ({ providerAccountId, receipts }));
};

const receiptsOf = (entryId: string | undefined, element: unknown) => {
  const { success, data } = Event.safeParse(element);
  if (!success) return [];
  const { delivery, read } = data;
  const account = entryId ?? data.recipient?.id;
  return [
    { account, item: delivery && receiptOf(data, "delivered", delivery.mids, delivery.watermark) },
    { account, item: read && receiptOf(data, "read", [read.mid], read.watermark) },
  ];
};

/** Undefined: it names no message, or tells no time. */
const receiptOf = (
  { sender, timestamp }: Event,
  fact: Receipt["fact"],
  named: unknown[],
  watermark: number | undefined,
): Receipt | undefined => {
  const at = timestamp ?? watermark;
  const ids = named.filter((id): id is string => typeof id === "string" && id !== "");
  if (at === undefined || (ids.length === 0 && watermark === undefined)) return undefined;
  const until = watermark === undefined ? {} : { watermark: isoOf(watermark) };
  return { fact, from: sender.id, at: isoOf(at), ids, ...until };
};

const isoOf = (ms: number): string => new Date(ms).toISOString();
