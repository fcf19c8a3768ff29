import type { SQSClient } from "@aws-sdk/client-sqs";
import type { EventQueue } from "../messaging/event-ports.ts";
import { fifoQueue } from "./queue.ts";

/** The SQS FIFO queue of events: one organization, one group, so that its events get their places one by one. */
export const sqsEventQueue = (client: SQSClient, queueUrl: string): EventQueue => {
  const { send, changeVisibility } = fifoQueue(client, queueUrl);
  return { send: (event) => send(event, String(event.organization_id), event.id), changeVisibility };
};
