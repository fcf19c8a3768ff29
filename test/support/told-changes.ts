import { marshall } from "@aws-sdk/util-dynamodb";
import type { AttributeValue, DynamoDBRecord } from "aws-lambda";
import { createHandler as createPublish } from "../../functions/events/publish-changes.ts";
import { createHandler as createRecord } from "../../functions/events/record-events.ts";
import { contextFor } from "../../infra/local/http-event.ts";
import type { Event, SequencedEvent } from "../../shared/domain/event.ts";
import { type Item, type Items, keyOf, type Write } from "../../shared/store/items.ts";
import { entryOf } from "./events.ts";

/**
 * A table with a stream: what its items were and are is kept as DynamoDB would tell it, and `tell` takes it through
 * both functions of the events; told again, everything is told from the beginning.
 */
export const withStream = (items: Items, watch = items, now = () => 1_772_355_600) => {
  const changes: DynamoDBRecord[] = [];
  let told = 0;
  const queued: Event[] = [];
  const published: SequencedEvent[] = [];
  const watched = async <T>(writes: Write[], write: () => Promise<T>): Promise<T> => {
    const before = await watch.read(writes.map(keyOf));
    const result = await write();
    const after = await watch.read(writes.map(keyOf));
    writes.forEach((_, index) => {
      if (JSON.stringify(before[index]) === JSON.stringify(after[index])) return;
      told += 1;
      changes.push(changeOf(before[index], after[index], told, now()));
    });
    return result;
  };
  const publish = createPublish({
    queue: {
      send: async (events) => {
        queued.push(...events);
      },
    },
  });
  const record = createRecord({
    items,
    queue: { changeVisibility: async () => {} },
    topic: {
      publish: async (events) => {
        published.push(...events);
      },
    },
    wakes: { wake: async () => {} },
  });
  const tell = async (): Promise<void> => {
    queued.length = 0;
    const { batchItemFailures } = await publish({ Records: changes });
    if (batchItemFailures.length > 0) throw new Error("A change could not be told");
    for (const event of queued) {
      const answer = await record({ Records: [entryOf([event])] }, contextFor(10_000));
      if (answer.batchItemFailures.length > 0) throw new Error(`${event.type} could not be recorded`);
    }
  };
  const watching: Items = {
    ...items,
    write: (change) => watched([change], () => items.write(change)),
    writeAll: (writes) => watched(writes, () => items.writeAll(writes)),
  };
  return { items: watching, tell, changes, queued, published };
};

const changeOf = (
  before: Item | undefined,
  after: Item | undefined,
  number: number,
  seconds: number,
): DynamoDBRecord => ({
  eventName: before ? "MODIFY" : "INSERT",
  dynamodb: {
    SequenceNumber: String(number),
    ApproximateCreationDateTime: seconds,
    ...(before && { OldImage: imageOf(before) }),
    ...(after && { NewImage: imageOf(after) }),
  },
});

const imageOf = (item: Item) =>
  marshall(item, { removeUndefinedValues: true }) as Record<string, AttributeValue>;
