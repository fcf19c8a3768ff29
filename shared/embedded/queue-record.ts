import type { SQSRecord } from "aws-lambda";

/** A job as it is read from its table. */
export interface Row {
  id: number;
  body: string;
  receives: number;
  visible_at: number;
}

/** The record that SQS would hand over. */
export const recordOf = (row: Row, group: string, queue: string): SQSRecord => ({
  messageId: String(row.id),
  receiptHandle: String(row.id),
  body: row.body,
  attributes: {
    ApproximateReceiveCount: String(row.receives + 1),
    SentTimestamp: "0",
    SenderId: "outgoing",
    ApproximateFirstReceiveTimestamp: "0",
    MessageGroupId: group,
  },
  messageAttributes: {},
  md5OfBody: "",
  eventSource: "aws:sqs",
  eventSourceARN: `arn:aws:sqs:local:000000000000:deliver-${queue}.fifo`,
  awsRegion: "local",
});
