import type { PartState } from "../domain/delivery.ts";
import type { Failure } from "../domain/errors.ts";
import { abandon } from "./abandon.ts";
import type { DeadJob, DeadLetterStore, DeadReason } from "./dead-letter-ports.ts";
import type { MessageStore } from "./message-ports.ts";
import type { DueStore, Log, Now } from "./ports.ts";
import { type About, aboutOf } from "./read-job.ts";

export interface BuryDeps {
  letters: Pick<DeadLetterStore, "add">;
  messages: Pick<MessageStore, "ensureOutgoing" | "get" | "record" | "recordUnlessCanceled">;
  due: Pick<DueStore, "schedule">;
  now: Now;
  log: Log;
}

const MESSAGES: Record<DeadReason, string> = {
  unreadable: "The worker could not read what it was to send.",
  receives_exhausted: "The worker took this message again and again, and never came to its end.",
};

/** The card of a part that its worker did not bring to an end, with what put it off the last time, if that is known. */
const workerEnded = (reason: DeadReason, { tries }: PartState): Failure => {
  const last = tries.at(-1);
  return {
    code: "worker_ended",
    message: last ? `${MESSAGES[reason]} What put it off: ${last.message}` : MESSAGES[reason],
    retryable: true,
    fix_by: last ? "provider" : "developer",
    next_step: "Resend it; if that ends the same way, look for its dead letter and the worker's log.",
  };
};

/**
 * Puts a job away that is worked no more, and ends its message, so that the next of its group goes on. The body is
 * kept whole: a version that can read it may be rolled out tomorrow. Doing it again changes nothing. Throws when the
 * store does: the job is then still the queue's.
 */
export const bury =
  (deps: BuryDeps) =>
  async ({ body, ...job }: DeadJob): Promise<void> => {
    const { message, ...ids } = aboutOf(body) ?? {};
    await deps.letters.add({ ...job, ...ids, at: deps.now().toISOString() }, body);
    const { channel, reason, detail } = job;
    deps.log.error({ ...ids, channel, reason, detail }, "a job was put with the dead letters");
    if (isNamed(ids)) await end(deps, { ...ids, ...(message && { message }) }, reason);
  };

const isNamed = (ids: Partial<About>): ids is About => ids.message_id !== undefined;

const end = async (deps: BuryDeps, about: About, reason: DeadReason): Promise<void> => {
  const { organization_id, conversation_id, message_id } = about;
  const ref = { conversation_id, message_id };
  if (about.message) await deps.messages.ensureOutgoing(about.message);
  const view = await deps.messages.get(ref);
  if (view?.kind !== "outgoing" || view.message.organization_id !== organization_id) return;
  await abandon(deps, ref, view.state, (part) => workerEnded(reason, part));
};
