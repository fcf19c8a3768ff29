import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { inBatches } from "../domain/event-batch.ts";
import type { FollowerQueue } from "../messaging/follower-ports.ts";
import { fifoQueue } from "./queue.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const CALL = { entries: 10, bytes: 1_048_576 } as const;

/** The SQS FIFO queue of wakes: one connection, one group. */
export const sqsFollowerQueue = (client: SQSClient, queueUrl: string): FollowerQueue => ({
  changeVisibility: fifoQueue(client, queueUrl).changeVisibility,

  async wake(connectionIds, reason) {
    for (const call of inBatches(connectionIds, (id) => id.length, CALL.entries, CALL.bytes)) {
      const { Failed = [] } = await client.send(
        new SendMessageBatchCommand({
          QueueUrl: queueUrl,
          Entries: call.map((connection_id, index) => ({
            Id: String(index),
            MessageBody: JSON.stringify({ connection_id }),
            MessageGroupId: connection_id,
            MessageDeduplicationId: `${connection_id}.${reason}`,
          })),
        }),
      );
      if (Failed.length > 0) throw new Error(`SQS refused ${Failed.length} wakes: ${Failed[0]!.Code}`);
    }
  },
});
