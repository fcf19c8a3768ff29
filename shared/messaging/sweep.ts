import { type PartState, topFact } from "../domain/delivery.ts";
import { firstIdAt } from "../domain/ids.ts";
import { type AbandonDeps, abandon } from "./abandon.ts";
import { DEADLINE_MS, overlooked } from "./delivery-limits.ts";
import type { MessageStore, MessageView } from "./message-ports.ts";
import type { DueStore, SweepEntry } from "./ports.ts";

const HOUR_MS = 3_600_000;
const PAGE = 100;

export interface SweepDeps extends AbandonDeps {
  messages: Pick<MessageStore, "list" | "record" | "recordUnlessCanceled">;
}

/** When an hour's messages must all have ended: their deadline, and an hour for the worker to say so. */
const sweepAt = (hour: number): Date => new Date((hour + 2) * HOUR_MS + DEADLINE_MS);

/** Conversations and hours that one process remembers to have scheduled. */
const REMEMBERED = 10_000;

/**
 * Sees to it that a conversation is looked at again a day later, whatever becomes of its queue: one entry for all
 * that is accepted in it within an hour, so that most messages cost nothing.
 */
export const createWatch = (due: Pick<DueStore, "schedule">) => {
  const scheduled = new Set<string>();
  return async (conversation_id: number, acceptedAt: Date): Promise<void> => {
    const hour = Math.floor(acceptedAt.getTime() / HOUR_MS);
    const name = `${conversation_id}#${hour}`;
    if (scheduled.has(name)) return;
    await due.schedule({ conversation_id, hour }, sweepAt(hour));
    if (scheduled.size >= REMEMBERED) scheduled.clear();
    scheduled.add(name);
  };
};

/**
 * Ends what nobody ended: a message whose job is gone, or whose unknown outcome was never settled. Workers end
 * messages at their deadline, so there is nothing to find unless something was lost. Answers how many it ended.
 */
export const sweep = async (deps: SweepDeps, { conversation_id, hour }: SweepEntry): Promise<number> => {
  const oldest = firstIdAt(new Date(hour * HOUR_MS));
  let cursor: string | undefined = firstIdAt(new Date((hour + 1) * HOUR_MS));
  let ended = 0;
  while (cursor !== undefined && cursor > oldest) {
    const page = await deps.messages.list(conversation_id, { limit: PAGE, cursor });
    for (const view of page.data) {
      if (view.message.id >= oldest && (await end(deps, view))) ended += 1;
    }
    cursor = page.next;
  }
  return ended;
};

const end = async (deps: SweepDeps, view: MessageView): Promise<boolean> => {
  if (view.kind !== "outgoing") return false;
  const { conversation_id, id: message_id } = view.message;
  const ref = { conversation_id, message_id };
  const forgotten = await scheduleAgain(deps, ref, view.state.parts);
  return (await abandon(deps, ref, view.state, () => overlooked)) || forgotten;
};

/** An unknown part whose entry is gone is given to the settling once more. */
const scheduleAgain = async (
  { due, now }: SweepDeps,
  ref: { conversation_id: number; message_id: string },
  parts: PartState[],
): Promise<boolean> => {
  const unknown = parts.flatMap((part, index) => (topFact(part) === "unknown" ? [index] : []));
  for (const part of unknown) await due.schedule({ ...ref, part }, now());
  return unknown.length > 0;
};
