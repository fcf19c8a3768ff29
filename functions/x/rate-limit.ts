import type { Answer } from "../../shared/providers/lines.ts";
import { retryAfter } from "../../shared/providers/retry-after.ts";

/**
 * Those of the endpoint, and those of the day, for the user and for the whole app. Only the first are documented; the
 * others stand in X's answers.
 */
const LIMITS = ["x-rate-limit", "x-user-limit-24hour", "x-app-limit-24hour"] as const;

/** Seconds to wait where X does not say: it counts in quarters of an hour. */
const FIRST = 60;
const MOST = 900;

/**
 * Seconds until a throttled call may be made again: when the last of the limits that are used up begins anew, by the
 * times X sends (epoch seconds), else by `Retry-After`, else longer each time. Never over an hour: then X is asked.
 * https://docs.x.com/x-api/fundamentals/rate-limits
 */
export const waitOf = ({ headers }: Answer, now: Date, earlierTries: number): number => {
  const usedUp = LIMITS.filter((name) => headers[`${name}-remaining`] === "0");
  const named = usedUp.length > 0 ? usedUp : LIMITS.slice(0, 1);
  const resets = named.map((name) => Number(headers[`${name}-reset`] ?? Number.NaN));
  const until = Math.max(...resets.filter(Number.isFinite)) - now.getTime() / 1_000;
  return (
    retryAfter(String(Math.max(until, -1))) ??
    retryAfter(headers["retry-after"]) ??
    Math.min(FIRST * 2 ** earlierTries, MOST)
  );
};
