import {
  hasOpenIntent,
  isSettled,
  type MessageState,
  type PartState,
  wasClaimed,
} from "../domain/delivery.ts";
import type { Failure } from "../domain/errors.ts";
import { CANCELED_BY_FAILURE, SETTLE_MS } from "./delivery-limits.ts";
import type { Change, MessageRef, MessageStore } from "./message-ports.ts";
import type { DueStore, Now } from "./ports.ts";

export interface AbandonDeps {
  messages: Pick<MessageStore, "record" | "recordUnlessCanceled">;
  due: Pick<DueStore, "schedule">;
  now: Now;
}

/**
 * Ends a message that no worker will take again. A part whose call may be open is unknown and is settled like any
 * other; of those never begun the first failed, for `why`, and the later ones are canceled. False: it had ended, or
 * was canceled meanwhile.
 */
export const abandon = async (
  deps: AbandonDeps,
  ref: MessageRef,
  state: MessageState,
  why: (part: PartState) => Failure,
): Promise<boolean> => {
  const now = deps.now();
  const changes = changesFor(state, why, now.toISOString());
  const unknown = changes.filter((change) => "fact" in change && change.fact === "unknown");
  const settleAt = new Date(now.getTime() + SETTLE_MS);
  // First, as an entry too many is harmless; a part that stays unknown for ever is not.
  for (const { part } of unknown) await deps.due.schedule({ ...ref, part }, settleAt);
  const failing = changes.find((change) => "fact" in change && change.fact === "failed");
  if (failing && !wasClaimed(state.parts[failing.part]!))
    return (await deps.messages.recordUnlessCanceled(ref, failing.part, changes))?.recorded ?? false;
  if (changes.length > 0) await deps.messages.record(ref, changes);
  return changes.length > 0;
};

const changesFor = (state: MessageState, why: (part: PartState) => Failure, at: string): Change[] => {
  let failed = false;
  return state.parts.flatMap((part, index): Change[] => {
    if (isSettled(part)) return [];
    if (hasOpenIntent(part))
      return [{ part: index, fact: "unknown", value: { at, word: why(part).message } }];
    const first = !failed;
    failed = true;
    return first
      ? [{ part: index, fact: "failed", value: { at, failure: why(part) } }]
      : [{ part: index, fact: "canceled", value: { at, failure: CANCELED_BY_FAILURE } }];
  });
};
