import type { SQSClient } from "@aws-sdk/client-sqs";
import { type FetchQueue, fetchJobId } from "../messaging/fetch-ports.ts";
import { fifoQueue } from "./queue.ts";

export interface VisibleFetchQueue extends FetchQueue {
  changeVisibility(receiptHandle: string, seconds: number): Promise<void>;
}

/** The SQS FIFO queue of contacts' files: each is a group of its own, so that none waits for another. */
export const sqsFetchQueue = (client: SQSClient, queueUrl: string): VisibleFetchQueue => {
  const { send, changeVisibility } = fifoQueue(client, queueUrl);
  return { enqueue: (job) => send(job, fetchJobId(job), fetchJobId(job)), changeVisibility };
};
