import * as z from "zod";

/** Nothing leaves over the account until then, because its provider throttled it as a whole. */
export const AccountPause = z.object({
  /** ISO 8601, by our clock. */
  paused_until: z.string(),
  /** The provider's code, and what it said. */
  reason: z.object({ code: z.string(), message: z.string() }),
});
export type AccountPause = z.infer<typeof AccountPause>;

/** Milliseconds until the pause ends; 0 without one, or after it. */
export const pauseLeft = (pause: AccountPause | undefined, now: Date): number =>
  pause ? Math.max(Date.parse(pause.paused_until) - now.getTime(), 0) : 0;
