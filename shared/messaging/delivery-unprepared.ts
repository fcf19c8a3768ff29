import { NotYet, Throttled, Unsendable } from "./channel-ports.ts";
import type { Delivery, Verdict } from "./delivery.ts";
import { backoff, exhausted, failureOf, SURPRISES } from "./delivery-limits.ts";
import { comeBack, fail, type Of, shown } from "./delivery-outcomes.ts";

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
  const retry_after = backoff(delivery.progress.state.parts[part]!.tries.length);
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
  const retry_after = backoff(before);
  const tried = { code: "surprise", message: failureOf(error), retry_after };
  await delivery.progress.record({ part, surprise: true, ...shown(delivery, part, tried) });
  if (delivery.progress.state.surprises < SURPRISES) return { later: retry_after };
  return fail(delivery, part, exhausted(undefined, tried.message));
};

/** Put off before its call, while its file was handed over: no attempt was begun, and none is counted. */
const putOffBefore = (
  delivery: Delivery,
  part: number,
  outcome: Of<"throttled">,
): Promise<Verdict | undefined> => {
  const before = delivery.progress.state.parts[part]!.tries.length;
  if (outcome.tries !== undefined && before + 1 >= outcome.tries)
    return fail(delivery, part, exhausted(outcome.failure));
  const retry_after = Math.max(outcome.retry_after, backoff(before));
  return comeBack(delivery, part, { ...outcome, retry_after }, {});
};
