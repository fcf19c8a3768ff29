import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { DeliveryQueue } from "../messaging/ports.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html */
const MAX_VISIBILITY_SECONDS = 43_200;

export interface VisibleQueue extends DeliveryQueue {
  /** Hides a received message for so many seconds (whole ones, 0 to 12 h), after which it is received again. */
  changeVisibility(receiptHandle: string, seconds: number): Promise<void>;
}

/** A channel's SQS FIFO queue. The same message twice within five minutes is one, as its id is what it is known by. */
export const sqsQueue = (client: SQSClient, queueUrl: string): VisibleQueue => {
  const { send, changeVisibility } = fifoQueue(client, queueUrl);
  return { enqueue: (job, group) => send(job, group, job.message.id), changeVisibility };
};

/** An SQS FIFO queue: `group` keeps an order, and the same `id` twice within five minutes is one entry. */
export const fifoQueue = (client: SQSClient, queueUrl: string) => ({
  async send(entry: unknown, group: string, id: string): Promise<void> {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: bodyOf(entry),
        MessageGroupId: group,
        MessageDeduplicationId: id,
      }),
    );
  },

  async changeVisibility(receiptHandle: string, seconds: number): Promise<void> {
    const VisibilityTimeout = Math.min(Math.max(Math.ceil(seconds), 0), MAX_VISIBILITY_SECONDS);
    await client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout,
      }),
    );
  },
});

/**
 * JSON whose characters SQS takes: it refuses U+FFFE and U+FFFF, which a text may contain, and stores that speak
 * its language refuse those beyond the first plane too; JSON can escape both.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
const bodyOf = (job: unknown): string =>
  JSON.stringify(job).replace(
    /[\ud800-\udfff\ufffe\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16)}`,
  );
