import type { AccountKey } from "../domain/account.ts";
import type { MessageRef } from "./message-ports.ts";

/** What a provider may report of a part by its own id, or of all parts up to a time. */
export const REPORTED = ["delivered", "read"] as const;
export type Reported = (typeof REPORTED)[number];
/** Times (ISO 8601, provider's clock) by what was reported. */
export type Times = Partial<Record<Reported, string>>;

/** A report that names messages by the provider's ids, by a watermark, or by both. */
export interface Receipt {
  fact: Reported;
  /** The contact, as the account's provider names them. */
  from: string;
  /** ISO 8601, by the provider's clock. */
  at: string;
  /** One that is read was seen with all that was sent before it; one that is delivered speaks for itself alone. */
  ids: string[];
  /** ISO 8601: all that was sent to this contact at or before it. */
  watermark?: string;
}

export interface PartRef extends MessageRef {
  part: number;
}

export interface ReportStore {
  /**
   * The part of this account that the provider's id names. Undefined: none that is known yet, and the report is kept
   * under that id for 7 days. Whoever notes the id later finds it (`earlier`): the two meet in one item.
   */
  partOrKeep(account: AccountKey, id: string, fact: Reported, at: string): Promise<PartRef | undefined>;
  /** The part of this account that the provider's id names, if any is known to. */
  partOf(account: AccountKey, id: string): Promise<PartRef | undefined>;
  /** What was reported under this id, and of the whole conversation, before now. */
  earlier(
    account: AccountKey,
    id: string | undefined,
    conversationId: number,
  ): Promise<{ named: Times; watermarks: Times }>;
  /** The conversation's watermark moves on, never back. */
  raise(conversationId: number, fact: Reported, watermark: string): Promise<void>;
}
