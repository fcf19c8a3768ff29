import type { Outcome, Try } from "../domain/delivery.ts";
import type { Failure } from "../domain/errors.ts";
import { NotYet, Throttled, Unsendable } from "./channel-ports.ts";
import type { Delivery, Verdict } from "./delivery.ts";
import {
  CANCELED_BY_FAILURE,
  exhausted,
  failureOf,
  SETTLE_MS,
  SURPRISES,
  surpriseBackoff,
  TRIES_SHOWN,
} from "./delivery-limits.ts";
import { pauseAccount } from "./held-back.ts";
import type { Change } from "./message-ports.ts";

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
      return fail(delivery, part, outcome.failure);
    case "throttled":
      return putOff(delivery, part, attempt, outcome);
  }
};

type Of<Kind extends Outcome["kind"]> = Extract<Outcome, { kind: Kind }>;

const sent = async (
  { deps, job, progress }: Delivery,
  part: number,
  { provider_message_id, word }: Of<"sent">,
): Promise<undefined> => {
  const at = deps.now().toISOString();
  progress.sent(part, { at, provider_message_id, ...(word !== undefined && { word }) });
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

/** The part failed for good; what was not begun after it is canceled in the same write. */
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
  await progress.record({ part, fact: "failed", value: { at, failure } }, ...canceled);
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

/** Put off before its call, while its file was handed over: no attempt was begun, and none is counted. */
const putOffBefore = (
  delivery: Delivery,
  part: number,
  outcome: Of<"throttled">,
): Promise<Verdict | undefined> => {
  const before = delivery.progress.state.parts[part]!.tries.length;
  if (outcome.tries !== undefined && before + 1 >= outcome.tries)
    return fail(delivery, part, exhausted(outcome.failure));
  const retry_after = Math.max(outcome.retry_after, surpriseBackoff(before));
  return comeBack(delivery, part, { ...outcome, retry_after }, {});
};

const comeBack = async (
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
  return { later: retry_after };
};

/** The part could not even be begun: for good, not yet, or by a surprise, which may pass. */
export const notPrepared = async (
  delivery: Delivery,
  part: number,
  error: unknown,
): Promise<Verdict | undefined> => {
  if (error instanceof Unsendable) return fail(delivery, part, error.failure);
  if (error instanceof Throttled) return putOffBefore(delivery, part, error.outcome);
  if (error instanceof NotYet) return notYet(delivery, part, error);
  const { deps, job, progress } = delivery;
  deps.log.warn({ error, message_id: job.message.id, part }, "a part could not be prepared");
  return error instanceof Error && error.name === "NotSent"
    ? unreachable(delivery, part, error)
    : surprised(delivery, part, error, progress.state.surprises);
};

/** Noted once, so that a message which only waits is not taken for one that ends its worker. */
const notYet = async (
  delivery: Delivery,
  part: number,
  { message, retryAfter }: NotYet,
): Promise<Verdict> => {
  const { tries } = delivery.progress.state.parts[part]!;
  const tried = { code: "not_yet", message, retry_after: retryAfter };
  if (tries.length === 0) await delivery.progress.record({ part, ...shown(delivery, part, tried) });
  return { later: retryAfter };
};

/** No connection: nobody's fault that five tries could prove, so it goes on until the deadline. */
const unreachable = async (delivery: Delivery, part: number, error: Error): Promise<Verdict> => {
  const retry_after = surpriseBackoff(delivery.progress.state.parts[part]!.tries.length);
  const tried = { code: "unreachable", message: failureOf(error), retry_after };
  await delivery.progress.record({ part, ...shown(delivery, part, tried) });
  return { later: retry_after };
};

const surprised = async (
  delivery: Delivery,
  part: number,
  error: unknown,
  before: number,
): Promise<Verdict | undefined> => {
  const retry_after = surpriseBackoff(before);
  const tried = { code: "surprise", message: failureOf(error), retry_after };
  await delivery.progress.record({ part, surprise: true, ...shown(delivery, part, tried) });
  if (delivery.progress.state.surprises < SURPRISES) return { later: retry_after };
  return fail(delivery, part, exhausted(undefined, tried.message));
};

/** The timeline shows the first tries; later ones only count. */
const shown = ({ deps, progress }: Delivery, part: number, tried: Omit<Try, "at">): { attempt?: Try } =>
  progress.state.parts[part]!.tries.length < TRIES_SHOWN
    ? { attempt: { at: deps.now().toISOString(), ...tried } }
    : {};
