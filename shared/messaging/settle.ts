import { isProven, OUTCOME_UNKNOWN } from "../domain/delivery.ts";
import type { MessageStore } from "./message-ports.ts";
import type { DueEntry, DueStore, Now } from "./ports.ts";

export interface SettleDeps {
  due: Pick<DueStore, "take">;
  messages: Pick<MessageStore, "get" | "record">;
  now: Now;
}

/** Entries looked at in one go; whoever is answered as many has more to do. */
export const AT_ONCE = 100;

/**
 * Ends what stayed unknown: `failed: outcome_unknown`. The fact yields to any proof that comes meanwhile or later, so
 * no order of events can make it wrong. An entry is done only after its fact is stored, and one that fails does not
 * hold the others. Answers how many were given up.
 */
export const settleUnknown = (deps: SettleDeps) => async (): Promise<number> => {
  const now = deps.now();
  const due = await deps.due.take(now, AT_ONCE);
  const results = await Promise.allSettled(
    due.map(async ({ entry, done }) => {
      const given = await giveUp(deps, entry, now);
      await done();
      return given;
    }),
  );
  const failed = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  if (failed.length > 0)
    throw new AggregateError(failed, `${failed.length} unknown outcomes could not be settled`);
  return results.filter((result) => result.status === "fulfilled" && result.value).length;
};

/** False: proof came in time, and the timeline shall not speak of a failure there never was. */
const giveUp = async ({ messages }: SettleDeps, entry: DueEntry, now: Date): Promise<boolean> => {
  const { conversation_id, message_id, part } = entry;
  const ref = { conversation_id, message_id };
  const view = await messages.get(ref);
  const known = view?.kind === "outgoing" ? view.state.parts[part] : undefined;
  if (known && isProven(known)) return false;
  const value = { at: now.toISOString(), failure: OUTCOME_UNKNOWN };
  await messages.record(ref, [{ part, fact: "lost", value }]);
  return true;
};
