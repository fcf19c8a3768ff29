import type { Answer } from "./errors.ts";
import { xProblem } from "./x-errors.ts";

const QUARTER_MS = 15 * 60_000;
const DAY_MS = 24 * 3_600_000;
/** Of each send endpoint, for a user: https://docs.x.com/x-api/fundamentals/rate-limits */
const SENDS = 15;
const A_DAY = 1_440;

type Window = { begun: number; count: number };

/** How many messages each user has sent, and what X's headers say of it. */
export class XLimits {
  readonly #kept: boolean;
  readonly #windows = new Map<string, Window>();

  constructor(kept: boolean) {
    this.#kept = kept;
  }

  /** Counts a send. `over`: the answer, if it was one too many; `headers` stand on any answer. */
  count(user: string, now = Date.now()): { over: Answer | undefined; headers: Record<string, string> } {
    if (!this.#kept) return { over: undefined, headers: {} };
    const short = this.#window(`${user} quarter`, QUARTER_MS, now);
    const long = this.#window(`${user} day`, DAY_MS, now);
    const isOver = short.count >= SENDS || long.count >= A_DAY;
    if (!isOver) for (const window of [short, long]) window.count += 1;
    const headers = {
      ...headersOf("x-rate-limit", SENDS, short, QUARTER_MS),
      ...headersOf("x-user-limit-24hour", A_DAY, long, DAY_MS),
    };
    return { over: isOver ? { ...tooMany(), headers } : undefined, headers };
  }

  #window(key: string, length: number, now: number): Window {
    const known = this.#windows.get(key);
    if (known && now - known.begun < length) return known;
    const fresh = { begun: now, count: 0 };
    this.#windows.set(key, fresh);
    return fresh;
  }
}

const headersOf = (name: string, limit: number, { begun, count }: Window, length: number) => ({
  [`${name}-limit`]: String(limit),
  [`${name}-remaining`]: String(limit - count),
  [`${name}-reset`]: String(Math.ceil((begun + length) / 1_000)),
});

const tooMany = (): Answer => xProblem(429, "Too Many Requests");

/** A throttle that nobody's counting made: its window ends at once. */
export const throttledNow = (now = Date.now()): Answer => ({
  ...tooMany(),
  headers: headersOf("x-rate-limit", SENDS, { begun: now - QUARTER_MS + 1_000, count: SENDS }, QUARTER_MS),
});
