import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { Moment } from "../store/events-of.ts";
import type { Item } from "../store/items.ts";
import { log } from "./log.ts";

export type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;
type Handle = (before: Item | undefined, after: Item | undefined, moment: Moment) => Promise<void>;

/**
 * A table's changes, in their order. At the first that is not done the rest is given back: Lambda calls again from
 * there on. https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export const streamHandler =
  (handle: Handle): StreamHandler =>
  async ({ Records }) => {
    for (const record of Records) {
      try {
        await handle(imageIn(record, "OldImage"), imageIn(record, "NewImage"), momentOf(record));
      } catch (error) {
        log.error({ error }, "a change could not be told and comes again");
        return { batchItemFailures: [{ itemIdentifier: nameOf(record) }] };
      }
    }
    return { batchItemFailures: [] };
  };

/** Every change of the table has a number of its own, the same however often it is told. */
const nameOf = ({ dynamodb }: DynamoDBRecord): string => dynamodb?.SequenceNumber ?? "";

const momentOf = (record: DynamoDBRecord): Moment => ({
  // Epoch seconds: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html
  at: new Date((record.dynamodb?.ApproximateCreationDateTime ?? 0) * 1_000),
  write: nameOf(record),
});

const imageIn = ({ dynamodb }: DynamoDBRecord, name: "OldImage" | "NewImage"): Item | undefined => {
  const raw = dynamodb?.[name];
  return raw && (unmarshall(raw as Parameters<typeof unmarshall>[0], { wrapNumbers: Number }) as Item);
};
