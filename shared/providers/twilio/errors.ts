import type { Failure } from "../../domain/errors.ts";
import { knownError, type TwilioError, type TwilioVerdict } from "./error-table.ts";

/** The concurrency limit: Twilio never begins such a request, whatever HTTP status wraps it. */
const TOO_MANY_REQUESTS = 20_429;

const UNKNOWN: Omit<TwilioError, "verdict" | "message"> = {
  fix_by: "developer",
  next_step: "Look the code up at https://www.twilio.com/docs/api/errors and correct the message.",
};

/**
 * What an error in answer to a send means. A server error (HTTP 5xx) is ambiguous whatever code it bears;
 * a code we do not know is a refusal, since Twilio's envelope says the message was not taken.
 */
export const verdictOf = (code: number, status: number): TwilioVerdict => {
  if (status === 429) return knownError(TOO_MANY_REQUESTS)!.verdict;
  if (status >= 500 && code !== TOO_MANY_REQUESTS) return { kind: "ambiguous" };
  return knownError(code)?.verdict ?? { kind: "refused", retryable: false };
};

/** The card of a request that was refused or put off. `said` is Twilio's own sentence. */
export const refusalCard = (code: number, said: string, verdict: TwilioVerdict): Failure => {
  const known = knownError(code);
  return {
    ...cardOf(code, known, said),
    code: verdict.kind === "throttled" ? "provider_throttled" : "provider_refused",
    retryable: verdict.kind === "throttled" || (verdict.kind === "refused" && verdict.retryable),
    // Where tries are few, the card is read once they are used up.
    ...(verdict.kind === "throttled" &&
      verdict.tries === undefined && { next_step: "Nothing: it is tried again by itself." }),
  };
};

/** The card of a message that Twilio took and could not deliver: nothing is tried again by itself any more. */
export const undeliveredCard = (code: number | undefined, said?: string): Failure => {
  if (code === undefined) return WITHOUT_REASON;
  const known = knownError(code);
  const retryable = known === undefined ? false : known.verdict.kind !== "refused" || known.verdict.retryable;
  return { ...cardOf(code, known, said), code: "provider_undelivered", retryable };
};

const cardOf = (code: number, known: TwilioError | undefined, said: string | undefined) => ({
  message: known?.message ?? said ?? `Twilio reports error ${code}.`,
  provider_code: String(code),
  ...(said !== undefined && { provider_message: said }),
  fix_by: known?.fix_by ?? UNKNOWN.fix_by,
  next_step: known?.next_step ?? UNKNOWN.next_step,
});

const WITHOUT_REASON: Failure = {
  code: "provider_undelivered",
  message: "Twilio could not deliver the message and gave no reason.",
  retryable: true,
  fix_by: "provider",
  next_step: "Look the message up in Twilio's console, then resend it.",
};
