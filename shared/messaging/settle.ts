import { OUTCOME_UNKNOWN } from "../domain/delivery.ts";
import type { DueStore, MessageStore, Now } from "./ports.ts";

export interface SettleDeps {
  due: Pick<DueStore, "take">;
  messages: Pick<MessageStore, "record">;
  now: Now;
}

const AT_ONCE = 100;

/**
 * Ends what stayed unknown: `failed: outcome_unknown`. The fact is added beside whatever else is known, and yields
 * to any proof, earlier or later, so no order of events can make it wrong. Answers how many were looked at.
 */
export const settleUnknown = (deps: SettleDeps) => async (): Promise<number> => {
  const at = deps.now();
  const due = await deps.due.take(at, AT_ONCE);
  for (const { entry, done } of due) {
    const { conversation_id, message_id, part } = entry;
    const value = { at: at.toISOString(), failure: OUTCOME_UNKNOWN };
    await deps.messages.record({ conversation_id, message_id }, [{ part, fact: "lost", value }]);
    await done();
  }
  return due.length;
};
