import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { Job } from "../domain/message.ts";
import type { Run, Verdict } from "../messaging/deliver.ts";
import { log, withContext } from "./log.ts";

export type QueueHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

export interface QueueDeps {
  deliver: (job: Job, run: Run) => Promise<Verdict>;
  /** When the record comes again, in seconds; without it SQS waits for the queue's whole visibility timeout. */
  changeVisibility: (receipt: string, seconds: number) => Promise<void>;
}

/**
 * Works FIFO records. At the first record of a group that is not done, that one and all later ones of its group are
 * given back; other groups go on (docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html).
 */
export const queueHandler =
  (deps: QueueDeps): QueueHandler =>
  async (event, context) => {
    const held = new Set<string>();
    const batchItemFailures: SQSBatchResponse["batchItemFailures"] = [];
    for (const record of event.Records) {
      const group = record.attributes.MessageGroupId ?? "";
      if (!held.has(group) && (await isDone(deps, record, context))) continue;
      held.add(group);
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
    return { batchItemFailures };
  };

const isDone = (deps: QueueDeps, record: SQSRecord, context: Context): Promise<boolean> =>
  withContext({ job: record.messageId }, async () => {
    const receives = Number(record.attributes.ApproximateReceiveCount);
    const run = { receives, timeLeft: () => context.getRemainingTimeInMillis() };
    try {
      const verdict = await deps.deliver(Job.parse(JSON.parse(record.body)), run);
      if ("done" in verdict) return true;
      await deps.changeVisibility(record.receiptHandle, verdict.later);
    } catch (error) {
      log.error({ error, receives }, "a job could not be worked and comes again");
      await deps.changeVisibility(record.receiptHandle, Math.min(2 ** receives, 60));
    }
    return false;
  });
