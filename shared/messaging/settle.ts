import { OUTCOME_UNKNOWN } from "../domain/delivery.ts";
import type { MessageStore } from "./message-ports.ts";
import type { DueEntry, DueStore, Now } from "./ports.ts";

export interface SettleDeps {
  due: Pick<DueStore, "take">;
  messages: Pick<MessageStore, "record">;
  now: Now;
}

const AT_ONCE = 100;

/**
 * Ends what stayed unknown: `failed: outcome_unknown`. The fact is added beside whatever else is known, and yields
 * to any proof, earlier or later, so no order of events can make it wrong. An entry is done only after its fact is
 * stored, and one that fails does not hold the others. Answers how many were looked at.
 */
export const settleUnknown = (deps: SettleDeps) => async (): Promise<number> => {
  const now = deps.now();
  const due = await deps.due.take(now, AT_ONCE);
  const failed: unknown[] = [];
  for (const { entry, done } of due) {
    await settle(deps, entry, now)
      .then(done)
      .catch((error) => failed.push(error));
  }
  if (failed.length > 0)
    throw new AggregateError(failed, `${failed.length} unknown outcomes could not be settled`);
  return due.length;
};

const settle = async ({ messages }: SettleDeps, entry: DueEntry, now: Date): Promise<void> => {
  const { conversation_id, message_id, part } = entry;
  const value = { at: now.toISOString(), failure: OUTCOME_UNKNOWN };
  await messages.record({ conversation_id, message_id }, [{ part, fact: "lost", value }]);
};
