import type { DynamoDBRecord } from "aws-lambda";
import { beforeEach, describe, expect, it } from "vitest";
import { createHandler as createPublish } from "../../../functions/events/publish-changes.ts";
import { createHandler as createRecord } from "../../../functions/events/record-events.ts";
import { contextFor } from "../../../infra/local/http-event.ts";
import { sqsEventQueue } from "../../../shared/aws/event-queue.ts";
import type { SequencedEvent } from "../../../shared/domain/event.ts";
import { Database } from "../../../shared/embedded/database.ts";
import { ITEMS_SCHEMA, sqliteItems } from "../../../shared/embedded/items.ts";
import { eventStore } from "../../../shared/store/events.ts";
import { unpackEvents } from "../../../shared/store/packed-events.ts";
import { entryOf } from "../../support/events.ts";

let number = 0;
/** A contact wrote in a conversation: one change of the table, and one event. */
const wrote = (organization: number, conversation: number, text: string): DynamoDBRecord => {
  number += 1;
  const id = `01jd00000000000000${String(number).padStart(8, "0")}`;
  const message = {
    id: { S: id },
    organization_id: { N: String(organization) },
    conversation_id: { N: String(conversation) },
    account_id: { S: "a" },
    channel: { S: "sms" },
    message_type: { S: "text" },
    message_text: { S: text },
    provider_message_id: { S: id },
    created_at: { S: "2026-03-01T09:00:00.000Z" },
  };
  return {
    eventName: "INSERT",
    dynamodb: {
      SequenceNumber: String(number),
      ApproximateCreationDateTime: 1_772_355_600,
      NewImage: {
        pk: { S: `conversation#${conversation}` },
        sk: { S: `message#${id}` },
        kind: { S: "incoming" },
        message: { M: message },
      },
    },
  };
};

/** Both functions, with a queue whose n-th call refuses the organizations that `refuses` names. */
const start = () => {
  const items = sqliteItems(new Database(undefined, ITEMS_SCHEMA));
  const queued: { MessageBody: string; MessageGroupId: string }[] = [];
  const refuses: string[][] = [];
  const published: SequencedEvent[] = [];
  const sqs = {
    send: async ({ input }: { input: { Entries: ((typeof queued)[number] & { Id: string })[] } }) => {
      const refused = refuses.shift() ?? [];
      const isRefused = ({ MessageGroupId }: (typeof queued)[number]) => refused.includes(MessageGroupId);
      queued.push(...input.Entries.filter((entry) => !isRefused(entry)));
      return { Failed: input.Entries.filter(isRefused).map(({ Id }) => ({ Id, Code: "InternalError" })) };
    },
  };
  const publish = createPublish({ queue: sqsEventQueue(sqs as never, "https://queue") });
  const record = createRecord({
    items,
    queue: { changeVisibility: async () => {} },
    wakes: { wake: async () => {} },
    topic: {
      publish: async (events) => {
        published.push(...events);
      },
    },
  });
  /** Hands a shard's changes over as Lambda does: from where it stopped, until all are told. */
  const tell = async (changes: DynamoDBRecord[]) => {
    let calls = 0;
    for (let left = changes; left.length > 0; calls += 1) {
      const [failed] = (await publish({ Records: left })).batchItemFailures;
      left = failed
        ? left.slice(left.findIndex((one) => one.dynamodb?.SequenceNumber === failed.itemIdentifier))
        : [];
    }
    return calls;
  };
  const recordAll = async () => {
    const Records = queued
      .splice(0)
      .map(({ MessageBody }) => entryOf(unpackEvents(MessageBody), MessageBody));
    await record({ Records }, contextFor(10_000));
  };
  const texts = async (organization: number) =>
    (await eventStore(items).after(organization, 0, 100)).map(({ seq, data }) => [seq, data.message_text]);
  return { tell, recordAll, texts, queued, refuses, published };
};
let road: ReturnType<typeof start>;
beforeEach(() => {
  road = start();
});

describe("changes of a table", () => {
  it("of two organizations, one between the other, are one entry each, and each keeps its order", async () => {
    await road.tell([wrote(1, 10, "a"), wrote(2, 20, "x"), wrote(1, 11, "b"), wrote(2, 20, "y")]);
    expect(road.queued.map(({ MessageGroupId }) => MessageGroupId)).toEqual(["1", "2"]);
    await road.recordAll();
    expect([await road.texts(1), await road.texts(2)]).toEqual([
      [
        [1, "a"],
        [2, "b"],
      ],
      [
        [1, "x"],
        [2, "y"],
      ],
    ]);
  });

  it("of which some did not get into the queue are told again from there, and are one event each", async () => {
    road.refuses.push(["1"]);
    const calls = await road.tell([
      wrote(2, 20, "x"),
      wrote(1, 10, "a"),
      wrote(2, 20, "y"),
      wrote(1, 10, "b"),
    ]);
    expect(calls).toBe(2);
    // "y" is told a second time, in an entry that is not the one it first came in.
    expect(road.queued).toHaveLength(3);
    await road.recordAll();
    expect(await road.texts(1)).toEqual([
      [1, "a"],
      [2, "b"],
    ]);
    expect(await road.texts(2)).toEqual([
      [1, "x"],
      [2, "y"],
    ]);
  });

  it("that come over several shards keep the order of their conversations, without a gap", async () => {
    const first = [wrote(1, 10, "a1"), wrote(1, 10, "a2")];
    const second = [wrote(1, 11, "b1"), wrote(1, 11, "b2")];
    const third = [wrote(1, 10, "a3")];
    for (const batch of [second, first]) await road.tell(batch);
    await road.recordAll();
    await road.tell(third);
    await road.recordAll();
    expect(await road.texts(1)).toEqual([
      [1, "b1"],
      [2, "b2"],
      [3, "a1"],
      [4, "a2"],
      [5, "a3"],
    ]);
    expect(road.published.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  });

  it("that nobody can read are given back after what stands before them was sent", async () => {
    const unreadable = wrote(1, 10, "");
    unreadable.dynamodb!.NewImage = { pk: { NULL: true } };
    const sent: string[] = [];
    const publish = createPublish({
      queue: {
        send: async (events) => {
          sent.push(...events.map(({ data }) => String(data.message_text)));
        },
      },
    });
    const Records = [wrote(1, 10, "a"), unreadable, wrote(1, 10, "b")];
    const { batchItemFailures } = await publish({ Records });
    expect(batchItemFailures).toEqual([{ itemIdentifier: unreadable.dynamodb!.SequenceNumber }]);
    expect(sent).toEqual(["a"]);
  });
});
