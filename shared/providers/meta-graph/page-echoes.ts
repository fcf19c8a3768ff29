import { readHandle } from "../../domain/ids.ts";
import type { Echo } from "../../messaging/note-echoes.ts";
import type { StatusReport } from "../../messaging/record-statuses.ts";
import { byAccount, Event, elementsOf } from "./page-webhooks.ts";

/** Proof about our parts, by the account it came for: nobody else's webhook may prove them. */
export interface ReportedBy {
  providerAccountId: string;
  reports: StatusReport[];
  /** Without our handle: ours if their id is, else what somebody else wrote for the account. */
  echoes?: Echo[];
}

/**
 * Echoes of our own messages: `metadata` is our handle, so a call whose answer was lost did send after all.
 * A `standby` echo proves it as well.
 * Source: …/messenger-platform/webhooks/webhook-events/message-echoes
 */
export const echoedBy = (object: "page" | "instagram", body: unknown): ReportedBy[] => {
  const found = elementsOf(object, body, ["messaging", "standby"]).flatMap(({ entryId, element }) => {
    const event = Event.safeParse(element).data;
    return event ? [{ account: entryId ?? event.sender?.id, item: echoOf(event) }] : [];
  });
  return byAccount(found).map(([providerAccountId, items]) => {
    const echoes = items.flatMap((item) => ("fact" in item ? [] : [item]));
    const reports = items.flatMap((item) => ("fact" in item ? [item] : []));
    return { providerAccountId, reports, ...(echoes.length > 0 && { echoes }) };
  });
};

const echoOf = ({ timestamp, message }: Event): StatusReport | Echo | undefined => {
  if (!message.is_echo) return undefined;
  const at = new Date(timestamp).toISOString();
  const part = readHandle(message.metadata ?? "");
  if (part === undefined) return { provider_message_id: message.mid, at };
  return { ...part, fact: "sent", value: { at, provider_message_id: message.mid, word: "echo" }, echoed: at };
};
