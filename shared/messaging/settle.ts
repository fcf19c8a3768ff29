import { isProven, OUTCOME_UNKNOWN } from "../domain/delivery.ts";
import type { MessageStore } from "./message-ports.ts";
import type { DueEntry, DueStore, SettleEntry } from "./ports.ts";
import { type SweepDeps, sweep } from "./sweep.ts";

export interface SettleDeps extends SweepDeps {
  due: DueStore;
  messages: Pick<MessageStore, "get" | "list" | "record" | "recordUnlessCanceled">;
}

/** Entries looked at in one go; when as many were due there may be more. */
export const AT_ONCE = 100;

/**
 * The watchdog. Ends what stayed unknown: `failed: outcome_unknown`. The fact yields to any proof that comes meanwhile
 * or later, so no order of events can make it wrong. And sweeps conversations for what nobody ended. An entry is done
 * only after what it asks for is stored, and one that fails does not hold the others. Answers how many entries were due, and how many
 * messages it ended.
 */
export const settleUnknown = (deps: SettleDeps) => async (): Promise<{ due: number; ended: number }> => {
  const due = await deps.due.take(deps.now(), AT_ONCE);
  const results = await Promise.allSettled(
    due.map(async ({ entry, done }) => {
      const ended = await act(deps, entry);
      await done();
      return ended;
    }),
  );
  const failed = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  if (failed.length > 0)
    throw new AggregateError(failed, `${failed.length} due entries could not be acted on`);
  const counts = results.map((result) => (result.status === "fulfilled" ? result.value : 0));
  return { due: due.length, ended: counts.reduce((sum, count) => sum + count, 0) };
};

const act = async (deps: SettleDeps, entry: DueEntry): Promise<number> => {
  if ("hour" in entry) return sweep(deps, entry);
  return (await giveUp(deps, entry)) ? 1 : 0;
};

/** False: proof came in time, and the timeline shall not speak of a failure there never was. */
const giveUp = async ({ messages, now }: SettleDeps, entry: SettleEntry): Promise<boolean> => {
  const { conversation_id, message_id, part } = entry;
  const ref = { conversation_id, message_id };
  const view = await messages.get(ref);
  const known = view?.kind === "outgoing" ? view.state.parts[part] : undefined;
  if (known && isProven(known)) return false;
  const value = { at: now().toISOString(), failure: OUTCOME_UNKNOWN };
  await messages.record(ref, [{ part, fact: "lost", value }]);
  return true;
};
