import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { Event } from "../domain/event.ts";
import { EventsNotSent } from "../messaging/event-ports.ts";
import type { Moment } from "../store/event-ids.ts";
import type { Item } from "../store/items.ts";
import { log } from "./log.ts";

export type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;
type Read = (before: Item | undefined, after: Item | undefined, moment: Moment) => Event[];
type Send = (events: Event[]) => Promise<void>;

/** An event, and which record told of it. */
interface Told {
  event: Event;
  record: number;
}

/**
 * A table's changes, in their order: what each means is sent together. From the first on that is not done, all is
 * given back: Lambda calls again from there on, so what stood behind it and was sent is sent twice.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export const streamHandler =
  (read: Read, send: Send): StreamHandler =>
  async ({ Records }) => {
    const { told, unreadable } = readAll(Records, read);
    const unsent = await sendAll(told, send);
    const first = Records[Math.min(unreadable, unsent)];
    return { batchItemFailures: first ? [{ itemIdentifier: nameOf(first) }] : [] };
  };

/** Up to the first record that cannot be read: `unreadable` is its index, or Infinity. */
const readAll = (records: DynamoDBRecord[], read: Read): { told: Told[]; unreadable: number } => {
  const told: Told[] = [];
  for (const [record, change] of records.entries()) {
    try {
      const events = read(imageIn(change, "OldImage"), imageIn(change, "NewImage"), momentOf(change));
      told.push(...events.map((event) => ({ event, record })));
    } catch (error) {
      log.error({ error }, "a change could not be told and comes again");
      return { told, unreadable: record };
    }
  }
  return { told, unreadable: Number.POSITIVE_INFINITY };
};

/** The index of the first record of which something was not sent, or Infinity. */
const sendAll = async (told: Told[], send: Send): Promise<number> => {
  try {
    if (told.length > 0) await send(told.map(({ event }) => event));
    return Number.POSITIVE_INFINITY;
  } catch (error) {
    log.error({ error }, "changes could not be sent on and come again");
    const unsent = error instanceof EventsNotSent ? new Set(error.events) : undefined;
    return told.find(({ event }) => unsent?.has(event) ?? true)?.record ?? 0;
  }
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
