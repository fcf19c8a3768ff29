import { statusOf, statusOfPart } from "../domain/delivery.ts";
import { Refusal, unprocessable, violation } from "../domain/errors.ts";
import { SETTLE_MS } from "./delivery-limits.ts";
import type { MessageView } from "./message-ports.ts";
import { hasLeft } from "./resend-parts.ts";

type Outgoing = Extract<MessageView, { kind: "outgoing" }>;

/** Only what was sent can be sent again. */
export function checkOutgoing(view: MessageView): asserts view is Outgoing {
  if (view.kind === "outgoing") return;
  const what = view.kind === "note" ? "A note is sent to nobody" : "The contact wrote this message";
  throw unprocessable([violation("", "not_outgoing", `${what}, so there is nothing to resend.`)]);
}

/**
 * Every part must have come to its end, and one at least without leaving. A message shows `failed` as soon as one
 * part failed, while others may still be on their way or wait for proof: hence each part is asked.
 */
export const checkFinal = ({ state }: Outgoing, now: Date): void => {
  const statuses = state.parts.map(statusOfPart);
  const stillOn = statuses.find((status) => status === "queued" || status === "sending");
  if (stillOn !== undefined) {
    throw new Refusal(
      409,
      `The message is still being sent (${stillOn}); only a failed or canceled one is resent.`,
    );
  }
  if (statuses.includes("unknown")) throw outcomeAwaited(state, now);
  if (state.parts.every(hasLeft)) {
    throw new Refusal(409, `The message has left (${statusOf(state)}); send a new message instead.`);
  }
};

/** Seconds until the outcome is settled, one way or the other. */
const outcomeAwaited = ({ parts }: Outgoing["state"], now: Date): Refusal => {
  const since = parts.flatMap(({ facts }) => (facts.unknown ? [Date.parse(facts.unknown.at)] : []));
  const left = Math.max(...since) + SETTLE_MS - now.getTime();
  return new Refusal(409, "The provider's answer was lost, and its outcome is still being waited for.", {
    retryAfter: Math.max(1, Math.ceil(left / 1000)),
  });
};
