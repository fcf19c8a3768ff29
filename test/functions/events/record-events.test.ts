import type { SQSRecord } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { createHandler } from "../../../functions/events/record-events.ts";
import { contextFor } from "../../../infra/local/http-event.ts";
import type { SequencedEvent } from "../../../shared/domain/event.ts";
import { Database } from "../../../shared/embedded/database.ts";
import { ITEMS_SCHEMA, sqliteItems } from "../../../shared/embedded/items.ts";
import { eventStore } from "../../../shared/store/events.ts";
import { entryOf, eventOf } from "../../support/events.ts";

/** A recorder whose topic fails as often as it is told to. */
const start = () => {
  const items = sqliteItems(new Database(undefined, ITEMS_SCHEMA));
  const published: SequencedEvent[] = [];
  const hidden: Record<string, number> = {};
  const fails = { next: 0 };
  const handler = createHandler({
    items,
    queue: {
      changeVisibility: async (receipt, seconds) => {
        hidden[receipt] = seconds;
      },
    },
    topic: {
      publish: async (events) => {
        if (fails.next-- > 0) throw new Error("SNS is away");
        published.push(...events);
      },
    },
    wakes: { wake: async () => {} },
  });
  const record = async (...entries: SQSRecord[]) => {
    const { batchItemFailures } = await handler({ Records: entries }, contextFor(10_000));
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };
  const told = () => published.map(({ organization_id, seq, id }) => [organization_id, seq, id]);
  return { record, told, hidden, fails, stored: eventStore(items) };
};

const one = (id: string) => eventOf(1, id);
const two = (id: string) => eventOf(2, id);

describe("the recorder of events", () => {
  it("tells subscribers each event with its place, in order, organizations apart", async () => {
    const { record, told } = start();
    const entries = [entryOf([one("a"), one("b")]), entryOf([two("x")]), entryOf([one("c")])];
    expect(await record(...entries)).toEqual([]);
    expect(told()).toEqual([
      [1, 1, "a"],
      [1, 2, "b"],
      [1, 3, "c"],
      [2, 1, "x"],
    ]);
  });

  it("tells an entry that comes again under the places it had, and stores nothing more", async () => {
    const { record, told, stored } = start();
    await record(entryOf([one("a"), one("b")]));
    await record(entryOf([one("b"), one("c")]));
    await record(entryOf([one("a"), one("b")]));
    expect(told().map(([, seq, id]) => `${seq}${id}`)).toEqual(["1a", "2b", "2b", "3c", "1a", "2b"]);
    expect((await stored.after(1, 0, 100)).map(({ id }) => id)).toEqual(["a", "b", "c"]);
  });

  it("gives entries back when subscribers could not be told, and then tells them the same places", async () => {
    const { record, told, fails, hidden, stored } = start();
    fails.next = 1;
    const entries = [entryOf([one("a")]), entryOf([one("b")])];
    expect(await record(...entries)).toEqual(["entry a", "entry b"]);
    expect(hidden).toEqual({ "receipt a": 2, "receipt b": 2 });
    expect((await stored.after(1, 0, 100)).map(({ seq }) => seq)).toEqual([1, 2]);
    expect(await record(...entries)).toEqual([]);
    expect(told()).toEqual([
      [1, 1, "a"],
      [1, 2, "b"],
    ]);
  });

  it("holds only its own organization when it fails", async () => {
    const { record, told, fails } = start();
    fails.next = 1;
    expect(await record(entryOf([one("a")]), entryOf([two("x")]), entryOf([one("b")]))).toEqual([
      "entry a",
      "entry b",
    ]);
    expect(told()).toEqual([[2, 1, "x"]]);
  });

  it.each(["no entry", "{}", "[]x", ""])(
    "records what stands before an entry that cannot be read, and holds what stands behind it: %j",
    async (body) => {
      const { record, told } = start();
      const entries = [
        entryOf([one("a")]),
        entryOf([one("b")], body),
        entryOf([two("x")]),
        entryOf([one("c")]),
      ];
      expect(await record(...entries)).toEqual(["entry b", "entry c"]);
      expect(told()).toEqual([
        [1, 1, "a"],
        [2, 1, "x"],
      ]);
    },
  );

  it("takes an entry that version 0.2 left in the queue", async () => {
    const { record, told } = start();
    expect(await record(entryOf([one("a")], JSON.stringify(one("a"))))).toEqual([]);
    expect(told()).toEqual([[1, 1, "a"]]);
  });
});
