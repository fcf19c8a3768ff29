import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { Job } from "../domain/message.ts";
import type { DeadJob } from "../messaging/dead-letter-ports.ts";
import type { Run, Verdict } from "../messaging/deliver.ts";
import { backoff } from "../messaging/delivery-limits.ts";
import { readJob } from "../messaging/read-job.ts";
import { inOrder } from "./in-order.ts";
import { log, withContext } from "./log.ts";

export type QueueHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

export interface QueueDeps {
  deliver: (job: Job, run: Run) => Promise<Verdict>;
  /** When the record comes again, in seconds; without it SQS waits for the queue's whole visibility timeout. */
  changeVisibility: (receipt: string, seconds: number) => Promise<void>;
  /** Takes a job that cannot be read: it would come back for ever, and its group with it. */
  bury: (job: Omit<DeadJob, "channel">) => Promise<void>;
}

/**
 * Works FIFO records in order; `work` answers the seconds after which one comes again. Those of a held group come back
 * together: SQS hands out nothing of a group while any of its records is still hidden.
 */
export const fifoHandler =
  (
    work: (record: SQSRecord, context: Context) => Promise<number | undefined>,
    deps: Pick<QueueDeps, "changeVisibility">,
  ): QueueHandler =>
  (event, context) =>
    inOrder<number>(event.Records, async (record, held) => {
      const seconds = held ?? (await work(record, context));
      if (seconds !== undefined) await hide(deps, record, seconds);
      return seconds;
    });

/** The delivery of a channel's jobs. */
export const queueHandler = (deps: QueueDeps): QueueHandler =>
  fifoHandler(
    (record, context) =>
      orAgain(record, async (receives) => {
        const run = { receives, timeLeft: () => context.getRemainingTimeInMillis() };
        const verdict = await workBody(deps, record, run);
        return "done" in verdict ? undefined : verdict.later;
      }),
    deps,
  );

/** Undefined: done. Else the seconds until it should come again, which an error of ours decides by itself. */
export const orAgain = (
  record: SQSRecord,
  work: (receives: number) => Promise<number | undefined>,
): Promise<number | undefined> =>
  withContext({ job: record.messageId }, async () => {
    const receives = Number(record.attributes.ApproximateReceiveCount);
    try {
      return await work(receives);
    } catch (error) {
      log.error({ error, receives }, "a job could not be worked and comes again");
      return backoff(receives);
    }
  });

const workBody = async (deps: QueueDeps, { messageId: id, body }: SQSRecord, run: Run): Promise<Verdict> => {
  const read = readJob(body);
  if ("job" in read) return deps.deliver(read.job, run);
  await deps.bury({ id, body, reason: "unreadable", detail: read.unreadable });
  return { done: true };
};

/** A record whose moment could not be set comes back with the queue's own timeout: late, but it comes. */
export const hide = async (
  deps: Pick<QueueDeps, "changeVisibility">,
  record: SQSRecord,
  seconds: number,
): Promise<void> => {
  try {
    await deps.changeVisibility(record.receiptHandle, seconds);
  } catch (error) {
    log.warn({ error, job: record.messageId }, "a job's visibility could not be changed");
  }
};
