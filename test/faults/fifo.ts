import { randomUUID } from "node:crypto";
import type { SQSRecord } from "aws-lambda";
import type { Job } from "../../shared/domain/message.ts";

export interface FifoOptions {
  /** How long a job in somebody's hands is hidden. SQS as deployed: 6 times the function's 60 s. */
  visibilityMs: number;
  /** How long a second job of the same message is swallowed. SQS: 5 minutes; one machine: not at all. */
  dedupMs: number;
}
export const AS_SQS: FifoOptions = { visibilityMs: 360_000, dedupMs: 300_000 };
export const AS_ONE_MACHINE: FifoOptions = { visibilityMs: 1_000, dedupMs: 0 };

interface Entry {
  id: string;
  group: string;
  body: string;
  visibleAt: number;
  receives: number;
  receipt: string;
}

/** A FIFO queue that outlives whoever works it: one job of a group at a time, at least once. Time is handed in. */
export class Fifo {
  readonly #options: FifoOptions;
  readonly #now: () => Date;
  #entries: Entry[] = [];
  readonly #seen = new Map<string, number>();

  constructor(now: () => Date, options: FifoOptions) {
    this.#now = now;
    this.#options = options;
  }

  get size(): number {
    return this.#entries.length;
  }

  add(job: Job, group: string): void {
    const now = this.#now().getTime();
    const { id } = job.message;
    if (now - (this.#seen.get(id) ?? -Infinity) < this.#options.dedupMs) return;
    this.#seen.set(id, now);
    const body = JSON.stringify(job);
    this.#entries.push({ id: randomUUID(), group, body, visibleAt: 0, receives: 0, receipt: "" });
  }

  /** The first job of the group, or of the `skip`-th group that has one to give; undefined: all hidden or empty. */
  take(skip = 0): SQSRecord | undefined {
    const now = this.#now().getTime();
    const heads = this.#heads().filter(({ visibleAt }) => visibleAt <= now);
    const entry = heads[skip % Math.max(1, heads.length)];
    if (!entry) return undefined;
    entry.receives += 1;
    entry.visibleAt = now + this.#options.visibilityMs;
    entry.receipt = randomUUID();
    return recordOf(entry);
  }

  hide(receipt: string, seconds: number): void {
    const entry = this.#held(receipt);
    if (entry) entry.visibleAt = this.#now().getTime() + seconds * 1000;
  }

  /** A receipt that a later taking made stale removes nothing. */
  done(receipt: string): void {
    const entry = this.#held(receipt);
    this.#entries = this.#entries.filter((one) => one !== entry);
  }

  /** When the next job can be taken; undefined: there is none. */
  next(): number | undefined {
    const moments = this.#heads().map(({ visibleAt }) => visibleAt);
    return moments.length === 0 ? undefined : Math.min(...moments);
  }

  #heads(): Entry[] {
    const groups = new Map<string, Entry>();
    for (const entry of this.#entries) if (!groups.has(entry.group)) groups.set(entry.group, entry);
    return [...groups.values()];
  }

  #held(receipt: string): Entry | undefined {
    return this.#entries.find((entry) => entry.receipt === receipt);
  }
}

const recordOf = ({ id, group, body, receives, receipt }: Entry): SQSRecord =>
  ({
    messageId: id,
    receiptHandle: receipt,
    body,
    attributes: { ApproximateReceiveCount: String(receives), MessageGroupId: group },
  }) as unknown as SQSRecord;
