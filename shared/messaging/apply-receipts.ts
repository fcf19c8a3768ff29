import type { AccountKey } from "../domain/account.ts";
import type { ConversationStore } from "./directory-ports.ts";
import type { Now } from "./ports.ts";
import type { Receipt, ReportStore } from "./report-ports.ts";
import { type SettleNamedDeps, settleNamed } from "./settle-named.ts";
import { settleUpTo } from "./settle-up-to.ts";

export interface ReceiptDeps extends SettleNamedDeps {
  conversations: Pick<ConversationStore, "find">;
  reports: Pick<ReportStore, "raise" | "partOrKeep">;
  now: Now;
}

/** A provider's clock may be ahead of ours, but not by a day: such a watermark would settle what is yet to be sent. */
const MAX_AHEAD_MS = 86_400_000;

/**
 * Applies reports that name messages by the provider's ids or by a watermark, to this account's messages alone. A
 * watermark goes first, so that an id cannot make older parts look settled. Answers how many ids named no part: they
 * are kept for whoever notes that they were sent.
 */
export const applyReceipts =
  (deps: ReceiptDeps) =>
  async (receipts: Receipt[], account: AccountKey): Promise<number> => {
    let unmatched = 0;
    for (const receipt of receipts) {
      await settleWatermark(deps, receipt, account);
      for (const id of receipt.ids) if (!(await settleId(deps, receipt, id, account))) unmatched += 1;
    }
    return unmatched;
  };

const settleWatermark = async (
  deps: ReceiptDeps,
  { fact, from, watermark }: Receipt,
  account: AccountKey,
): Promise<void> => {
  if (watermark === undefined) return;
  if (Date.parse(watermark) > deps.now().getTime() + MAX_AHEAD_MS) return;
  const found = await deps.conversations.find(account, { address: from });
  if (!found) return;
  const conversation_id = found.conversation.id;
  await deps.reports.raise(conversation_id, fact, watermark);
  await settleUpTo(deps)(account, { conversation_id, fact, watermark });
};

const settleId = async (
  deps: ReceiptDeps,
  { fact, at }: Receipt,
  id: string,
  account: AccountKey,
): Promise<boolean> => {
  const part = await deps.reports.partOrKeep(account, id, fact, at);
  if (part) await settleNamed(deps)(account, part, fact, at);
  return part !== undefined;
};
