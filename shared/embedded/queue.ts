import type { SQSEvent } from "aws-lambda";
import type { DeliveryQueue } from "../messaging/ports.ts";
import type { Database } from "./database.ts";
import { type Row, recordOf } from "./queue-record.ts";

export const QUEUE_SCHEMA = `
  CREATE TABLE IF NOT EXISTS jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, grp TEXT NOT NULL, body TEXT NOT NULL,
    receives INTEGER NOT NULL DEFAULT 0, visible_at INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX IF NOT EXISTS jobs_by_group ON jobs (queue, grp, id);`;

const ADD = "INSERT INTO jobs (queue, grp, body) VALUES (?, ?, ?)";
const ADD_ONCE = `INSERT INTO jobs (queue, grp, body) SELECT ?, ?, ?
  WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE queue = ? AND grp = ?)`;
const HEAD =
  "SELECT id, body, receives, visible_at FROM jobs WHERE queue = ? AND grp = ? ORDER BY id LIMIT 1";
const DONE = "DELETE FROM jobs WHERE id = ?";
const AGAIN = "UPDATE jobs SET receives = receives + 1, visible_at = ? WHERE id = ?";
const GROUPS = "SELECT DISTINCT grp FROM jobs WHERE queue = ?";
/** Only the head of a group can have been in a worker's hands when the last process died. */
const TAKEN =
  "UPDATE jobs SET receives = receives + 1 WHERE id IN (SELECT min(id) FROM jobs GROUP BY queue, grp)";

/** Takes one record as SQS would hand it over, and answers which were not done. */
export type Consumer = (event: SQSEvent) => Promise<{ batchItemFailures: { itemIdentifier: string }[] }>;

/** Who takes a job that was received `after` times and came back each time. */
export interface DeadLetters {
  consumer: Consumer;
  after: number;
}

export interface EmbeddedQueue extends DeliveryQueue {
  /** An entry that is a group of its own: while one waits there, it is that one. */
  enqueueOnce(entry: unknown, group: string): Promise<void>;
  changeVisibility(receipt: string, seconds: number): Promise<void>;
  /**
   * Works the queue, `workers` groups at once. `failed` hears when the queue itself could not be read or written.
   * A job for `dead` leaves its queue once `dead` has taken it, and the next of its group follows.
   */
  start(consumer: Consumer, workers: number, failed?: (error: unknown) => void, dead?: DeadLetters): void;
  /** Takes nothing more and waits for what is in hand. */
  stop(): Promise<void>;
  waiting(): number;
}

/** Counts what the last process may have had in its hands. Call it once, before any queue is started. */
export const afterCrash = (database: Database): Promise<unknown> => database.write((sql) => sql(TAKEN).run());

/** How long a group rests after the database failed under it. */
const RETRY_MS = 1_000;

/** Without anybody to tell, it is the process's unhandled rejection. */
const unheard = (error: unknown): void => void Promise.reject(error);

/** A FIFO queue in SQLite. Memory knows which groups have work, never the jobs. */
export const embeddedQueue = (database: Database, name: string, now: () => Date): EmbeddedQueue => {
  const ready: string[] = [];
  /** Groups that are in `ready`, in a worker's hands, or waiting for their moment. */
  const known = new Set<string>();
  const delays = new Map<string, number>();
  const timers = new Set<NodeJS.Timeout>();
  let consumer: Consumer | undefined;
  let deadLetters: DeadLetters | undefined;
  let onFailure: (error: unknown) => void = unheard;
  let workers = 0;
  let busy = 0;
  let idle: (() => void) | undefined;

  const offer = (group: string) => {
    if (!consumer || known.has(group)) return;
    known.add(group);
    ready.push(group);
    pump();
  };

  const pump = () => {
    while (consumer && busy < workers && ready.length > 0) {
      busy += 1;
      void turn(ready.shift()!, consumer).finally(() => {
        busy -= 1;
        if (busy === 0) idle?.();
        pump();
      });
    }
  };

  const turn = (group: string, consume: Consumer): Promise<void> =>
    work(group, consume).catch((error) => {
      onFailure(error);
      later(group, RETRY_MS);
    });

  /** Works a group until it is empty or must wait, or until another group is waiting for its turn. */
  const work = async (group: string, consume: Consumer): Promise<void> => {
    do {
      const row = database.sql(HEAD).get(name, group) as Row | undefined;
      if (!row) {
        known.delete(group);
        return;
      }
      const wait = row.visible_at - now().getTime();
      if (wait > 0) return later(group, wait);
      await take(row, group, consume);
    } while (consumer && ready.length === 0);
    ready.push(group);
  };

  const take = async (row: Row, group: string, consume: Consumer): Promise<void> => {
    const receipt = String(row.id);
    const dead = deadLetters && row.receives >= deadLetters.after ? deadLetters.consumer : undefined;
    const record = recordOf(row, group, dead ? `${name}-dead` : name);
    const failed = await (dead ?? consume)({ Records: [record] }).then(
      ({ batchItemFailures }) => batchItemFailures.length > 0,
      (error) => {
        onFailure(error);
        return true;
      },
    );
    const seconds = delays.get(receipt) ?? 1;
    delays.delete(receipt);
    if (failed) await database.write((sql) => sql(AGAIN).run(now().getTime() + seconds * 1000, row.id));
    else await database.write((sql) => sql(DONE).run(row.id));
  };

  const later = (group: string, ms: number): void => {
    if (!consumer) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      ready.push(group);
      pump();
    }, ms);
    timers.add(timer);
  };

  return {
    async enqueue(job, group) {
      const body = JSON.stringify(job);
      await database.write((sql) => sql(ADD).run(name, group, body));
      offer(group);
    },
    async enqueueOnce(entry, group) {
      const body = JSON.stringify(entry);
      await database.write((sql) => sql(ADD_ONCE).run(name, group, body, name, group));
      offer(group);
    },
    async changeVisibility(receipt, seconds) {
      delays.set(receipt, seconds);
    },
    start(consume, count, failed = unheard, dead) {
      consumer = consume;
      deadLetters = dead;
      workers = count;
      onFailure = failed;
      for (const row of database.sql(GROUPS).all(name)) offer(String((row as { grp: string }).grp));
    },
    async stop() {
      consumer = undefined;
      for (const timer of timers) clearTimeout(timer);
      if (busy > 0) await new Promise<void>((resolve) => (idle = resolve));
    },
    waiting: () =>
      Number((database.sql("SELECT count(*) AS n FROM jobs WHERE queue = ?").get(name) as { n: number }).n),
  };
};
