import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { EventQueue } from "../messaging/event-ports.ts";
import { bodyOf, sqsQueue } from "./queue.ts";

/** The SQS FIFO queue of events: one organization, one group, so that its events get their places one by one. */
export const sqsEventQueue = (client: SQSClient, queueUrl: string): EventQueue => ({
  changeVisibility: sqsQueue(client, queueUrl).changeVisibility,

  async send(event) {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: bodyOf(event),
        MessageGroupId: String(event.organization_id),
        MessageDeduplicationId: event.id,
      }),
    );
  },
});
