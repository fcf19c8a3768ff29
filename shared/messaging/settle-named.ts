import type { AccountKey } from "../domain/account.ts";
import type { MessageStore } from "./message-ports.ts";
import type { PartRef, Reported, ReportStore } from "./report-ports.ts";
import { sentAt, settleUpTo } from "./settle-up-to.ts";

export interface SettleNamedDeps {
  messages: Pick<MessageStore, "get" | "list" | "record">;
  reports: Pick<ReportStore, "raise">;
}

/**
 * Adds what was reported of the one part that a provider's id names. Who has read it has read what was sent before
 * it: those parts come first, so that a run that ends early is not taken for a whole one.
 */
export const settleNamed =
  (deps: SettleNamedDeps) =>
  async (account: AccountKey, { part, ...ref }: PartRef, fact: Reported, at: string): Promise<void> => {
    if (fact === "read") await settleBefore(deps, account, { part, ...ref });
    await deps.messages.record(ref, [{ part, fact, value: { at } }], account);
  };

const settleBefore = async (deps: SettleNamedDeps, account: AccountKey, { part, ...ref }: PartRef) => {
  const view = await deps.messages.get(ref);
  const known = view?.kind === "outgoing" ? view.state.parts[part] : undefined;
  const watermark = known && sentAt(known);
  if (watermark === undefined) return;
  const { conversation_id, message_id } = ref;
  // For what is noted later; what left in that very moment may have left after it.
  const before = new Date(Date.parse(watermark) - 1).toISOString();
  await deps.reports.raise(conversation_id, "read", before);
  const until = { message_id, part };
  await settleUpTo(deps)(account, { conversation_id, fact: "read", watermark, until });
};
