import type { Account } from "../domain/account.ts";
import type { Now } from "./ports.ts";

/** How fast calls may begin over an account. */
export interface Pacing {
  /** Seconds until this call's turn; 0: it may be made now, and is counted. `isStream`: it carries audio or video. */
  wait(account: Account, isStream?: boolean): number;
}

/** What may leave at once after a rest: a tenth of a second's calls, so that no second sees many more than its rate. */
const BURST_S = 0.1;

interface Bucket {
  /** Calls that may begin at once, as of `at` (epoch milliseconds). */
  tokens: number;
  at: number;
  /** The moment last named to one that had to wait, so that those who wait do not all come for one token. */
  named: number;
}

/**
 * A token bucket per account, in this process's memory: exact on one machine. On Lambda each copy sends one message
 * at a time and knows of no other, so there the provider's throttle paces. `usual`: the channel's own calls per
 * second, which an account with credentials keeps unless it has a `rate`; the sandbox is not paced. `stream`: those of
 * audio and video, where they are counted by themselves; a lower `rate` of the account holds for them too.
 */
export const createPacing = (usual: number | undefined, now: Now, stream?: number): Pacing => {
  const buckets = new Map<string, Bucket>();
  return {
    wait(account, isStream = false) {
      const ofAll = account.rate ?? (account.secret === undefined ? undefined : usual);
      if (ofAll === undefined) return 0;
      const isApart = isStream && stream !== undefined;
      const rate = isApart ? Math.min(stream, ofAll) : ofAll;
      const key = `${account.organization_id}#${account.id}${isApart ? "#stream" : ""}`;
      const bucket = filled(buckets.get(key), rate, now().getTime());
      buckets.set(key, bucket);
      return take(bucket, rate);
    },
  };
};

const filled = (bucket: Bucket | undefined, rate: number, at: number): Bucket => {
  const most = Math.max(rate * BURST_S, 1);
  if (!bucket) return { tokens: most, at, named: at };
  const gained = (Math.max(at - bucket.at, 0) / 1000) * rate;
  return { tokens: Math.min(bucket.tokens + gained, most), at, named: Math.max(bucket.named, at) };
};

/** A token, or the seconds until the next one that was not named to somebody else. */
const take = (bucket: Bucket, rate: number): number => {
  // What was gained over fractions of seconds may miss a whole token by a rounding error.
  if (bucket.tokens > 1 - 1e-9) {
    bucket.tokens -= 1;
    return 0;
  }
  const free = bucket.at + ((1 - bucket.tokens) / rate) * 1000;
  bucket.named = Math.max(free, bucket.named + 1000 / rate);
  return (bucket.named - bucket.at) / 1000;
};
