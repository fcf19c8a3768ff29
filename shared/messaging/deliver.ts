import { nextStep, type Step } from "../domain/delivery.ts";
import type { Job } from "../domain/message.ts";
import { type Call, Unsendable } from "./channel-ports.ts";
import type { DeliverDeps, Delivery, Run, Verdict } from "./delivery.ts";
import { deadlineOf, poisoned, SURPRISES, UNBEGUN_RECEIVES, unfit } from "./delivery-limits.ts";
import { fail, giveUpOn, learn } from "./delivery-outcomes.ts";
import { DeliveryProgress } from "./delivery-progress.ts";
import { notPrepared } from "./delivery-unprepared.ts";
import { ensureArrived } from "./ensure-arrived.ts";
import { heldBack, overdue } from "./held-back.ts";
import { noteOffer } from "./offer.ts";

export type { DeliverDeps, Run, Verdict } from "./delivery.ts";

/** A provider call takes at most 10 s, so none is begun with less than this. */
const CALL_MS = 12_000;

/**
 * Takes a message as far as it goes: part after part, each with its intent on record before its call. What became
 * of an intent that this run did not see end is unknown, and is never sent again. Throws when the store does: the
 * job then comes again, and nothing it has begun is begun twice.
 */
export const deliver =
  (deps: DeliverDeps) =>
  async (job: Job, run: Run): Promise<Verdict> => {
    const progress = await DeliveryProgress.of(deps.messages, job.message);
    const delivery: Delivery = { deps, job, run, progress };
    await repair(delivery);
    let verdict: Verdict | undefined;
    while (!verdict) verdict = await advance(delivery, nextStep(progress.state));
    await progress.flush();
    return verdict;
  };

/**
 * Whether a message ends its worker each time before anything is begun. The queue's count alone does not prove
 * that, for it grows just as well while the store or the whole function is down; so late takings are counted in the
 * message too, by a worker that got this far.
 * A job that was only held back, by a pause or by the pace, never came as far as this.
 */
const isPoison = async ({ progress, run }: Delivery): Promise<boolean> => {
  if (run.receives <= UNBEGUN_RECEIVES || progress.isBegun()) return false;
  await progress.record({ part: 0, surprise: true });
  return progress.state.surprises >= SURPRISES;
};

/**
 * An earlier run may have ended between storing `sent` and what follows it, so a job that comes again does that
 * again for every part that is sent. What fails each time holds its conversation for the first few takings only.
 */
const repair = async ({ deps, job, run, progress }: Delivery): Promise<void> => {
  if (run.receives === 1) return;
  for (const [index, { facts }] of progress.state.parts.entries()) {
    if (!facts.sent) continue;
    try {
      await deps.sender.afterwards?.(job, job.parts[index]!, index);
    } catch (error) {
      if (run.receives <= UNBEGUN_RECEIVES) throw error;
      deps.log.error({ error, message_id: job.message.id, part: index }, "what follows a sent part fails");
    }
  }
};

/** Takes the next step; undefined when another may follow at once. */
const advance = async (delivery: Delivery, step: Step): Promise<Verdict | undefined> => {
  const { deps, job, run, progress } = delivery;
  if (step.do === "nothing") return { done: true };
  if (step.do === "give up on") {
    // Whose time is over may not hold the job any more: the open call may be that of the worker who does.
    if (run.timeLeft() <= 0) return { later: 0 };
    return giveUpOn(delivery, step.part, "the worker ended while the call was open");
  }
  if (deps.now().getTime() > deadlineOf(job.message.created_at))
    return fail(delivery, step.part, overdue(delivery));
  const held = heldBack(delivery, step.part);
  if (held) return held;
  if (await isPoison(delivery)) return fail(delivery, 0, poisoned);
  if (run.timeLeft() < CALL_MS) return { later: 0 };
  // A file may take long to prepare; what is known is written down first.
  if (job.parts[step.part]!.kind !== "text") await progress.flush();
  return send(delivery, step.part, step.attempt);
};

const send = async (delivery: Delivery, part: number, attempt: number): Promise<Verdict | undefined> => {
  let call: Call;
  try {
    call = await prepare(delivery, part);
  } catch (error) {
    return notPrepared(delivery, part, error);
  }
  if (delivery.run.timeLeft() < CALL_MS) {
    call.release();
    return { later: 0 };
  }
  // From here to `run` nothing may wait but the intent itself.
  if (!(await begin(delivery, call, part, attempt))) return undefined;
  return learn(delivery, part, attempt, await call.run(attempt - 1));
};

/** All that comes before the intent: the file is there, what is offered is noted, a connection in hand. */
const prepare = async ({ deps, job }: Delivery, index: number): Promise<Call> => {
  const part = job.parts[index]!;
  await ensureArrived(deps, job, part, (file, as) => {
    const [violation] = deps.checkFile(as, file);
    if (violation) throw new Unsendable(unfit(violation.message));
  });
  if (index === 0) await noteOffer(deps, job);
  return (await deps.sender.prepare(job, part, index)).connect();
};

/** False: the part is no longer ours to send, and the connection is given back. */
const begin = async (
  { deps, progress }: Delivery,
  call: Call,
  part: number,
  attempt: number,
): Promise<boolean> => {
  let began = false;
  try {
    began = await progress.begin(part, attempt, deps.now());
    return began;
  } finally {
    if (!began) call.release();
  }
};
