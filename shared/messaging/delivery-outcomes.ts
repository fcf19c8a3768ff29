import type { Outcome, Try } from "../domain/delivery.ts";
import type { Failure } from "../domain/errors.ts";
import type { Delivery, Verdict } from "./delivery.ts";
import { CANCELED_BY_FAILURE, exhausted, SETTLE_MS, TRIES_SHOWN, untilExpired } from "./delivery-limits.ts";
import { pauseAccount } from "./held-back.ts";
import type { Change } from "./message-ports.ts";
import { rememberOptOut } from "./opt-out.ts";

/** What a call's answer means for its part. Undefined: the next step may follow at once. */
export const learn = (
  delivery: Delivery,
  part: number,
  attempt: number,
  outcome: Outcome,
): Promise<Verdict | undefined> => {
  switch (outcome.kind) {
    case "sent":
      return sent(delivery, part, outcome);
    case "lost":
      return giveUpOn(delivery, part, outcome.reason);
    case "refused":
      return refused(delivery, part, outcome.failure);
    case "throttled":
      return putOff(delivery, part, attempt, outcome);
  }
};

const refused = async (delivery: Delivery, part: number, failure: Failure): Promise<undefined> => {
  const { deps, job } = delivery;
  await fail(delivery, part, failure);
  await rememberOptOut(deps, job.message, failure, deps.now().toISOString());
};

export type Of<Kind extends Outcome["kind"]> = Extract<Outcome, { kind: Kind }>;

const sent = async (
  { deps, job, progress }: Delivery,
  part: number,
  { provider_message_id, word }: Of<"sent">,
): Promise<undefined> => {
  const at = deps.now().toISOString();
  progress.sent(part, {
    at,
    ...(provider_message_id !== undefined && { provider_message_id }),
    ...(word !== undefined && { word }),
  });
  if (!deps.sender.afterwards) return;
  await progress.flush();
  await deps.sender.afterwards(job, job.parts[part]!, part);
};

/**
 * The call may have reached the provider, so the part is unknown and never sent again. Its settling is scheduled
 * first: an entry too many is harmless, a part that stays unknown for ever is not. The parts behind it still leave.
 */
export const giveUpOn = async (delivery: Delivery, part: number, reason: string): Promise<undefined> => {
  const { deps, job, progress } = delivery;
  const now = deps.now();
  const { conversation_id, id: message_id } = job.message;
  await deps.due.schedule({ conversation_id, message_id, part }, new Date(now.getTime() + SETTLE_MS));
  await progress.record({ part, fact: "unknown", value: { at: now.toISOString(), word: reason } });
};

/**
 * The part failed for good; what was not begun after it is canceled in the same write. One that somebody canceled in
 * the meantime stays so: they were told.
 */
export const fail = async (
  { deps, progress }: Delivery,
  part: number,
  failure: Failure,
): Promise<undefined> => {
  const at = deps.now().toISOString();
  const canceled = progress.state.parts.flatMap(({ attempt }, index): Change[] =>
    index > part && attempt === 0
      ? [{ part: index, fact: "canceled", value: { at, failure: CANCELED_BY_FAILURE } }]
      : [],
  );
  const failed: Change = { part, fact: "failed", value: { at, failure } };
  await progress.recordUnlessCanceled(part, failed, ...canceled);
};

/**
 * Certainly not sent: the intent is closed, and the job comes again when the provider wants it. After a throttle of
 * the whole account it comes first of all that wait, so that it finds out whether the account may go on.
 */
const putOff = async (
  delivery: Delivery,
  part: number,
  attempt: number,
  outcome: Of<"throttled">,
): Promise<Verdict | undefined> =>
  outcome.tries !== undefined && attempt >= outcome.tries
    ? fail(delivery, part, exhausted(outcome.failure))
    : comeBack(delivery, part, outcome, { closed: attempt });

/** The try is on record, and whoever has to wait knows. `closed`: the intent that certainly did not send. */
export const comeBack = async (
  delivery: Delivery,
  part: number,
  { failure, retry_after, scope }: Of<"throttled">,
  closed: { closed?: number },
): Promise<Verdict> => {
  const { code, provider_code, message } = failure;
  const tried = { code: provider_code ?? code, message, retry_after };
  await Promise.all([
    delivery.progress.record({ part, ...closed, ...shown(delivery, part, tried) }),
    scope === "account" && pauseAccount(delivery, failure, retry_after),
  ]);
  const { deps, job } = delivery;
  return { later: Math.min(retry_after, untilExpired(job.message.created_at, deps.now())) };
};

/** The timeline shows the first tries; later ones only count. */
export const shown = (
  { deps, progress }: Delivery,
  part: number,
  tried: Omit<Try, "at">,
): { attempt?: Try } =>
  progress.state.parts[part]!.tries.length < TRIES_SHOWN
    ? { attempt: { at: deps.now().toISOString(), ...tried } }
    : {};
