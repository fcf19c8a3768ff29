import type { AccountKey } from "../domain/account.ts";
import { ABSENT, type Items } from "./items.ts";
import { keys } from "./keys.ts";

/** No provider repeats a call about an incoming message for longer. */
const KEPT_DAYS = 7;
const DAY_MS = 86_400_000;

/** When a message was first heard of, for providers that do not tell when it was written. */
export const receiptStore = (items: Items, now: () => Date) => ({
  /** The same moment for every call about the message: an id that is made of it is the same each time. */
  async firstHeard(account: AccountKey, providerMessageId: string): Promise<Date> {
    const at = now();
    const ttl = Math.ceil((at.getTime() + KEPT_DAYS * DAY_MS) / 1000);
    const receipt = { ...keys.receipt(account, providerMessageId), at: at.toISOString(), ttl };
    const written = await items.write({ put: receipt, if: ABSENT });
    return written.ok ? at : new Date(String(written.current?.at));
  },
});
