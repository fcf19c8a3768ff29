import type { DynamoDBRecord } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { streamHandler } from "../../../shared/lambda/stream-handler.ts";
import { EventsNotSent } from "../../../shared/messaging/event-ports.ts";
import type { Moment } from "../../../shared/store/event-ids.ts";
import type { Item } from "../../../shared/store/items.ts";
import { eventOf } from "../../support/events.ts";

const change = (number: string): DynamoDBRecord => ({
  eventName: "MODIFY",
  dynamodb: {
    SequenceNumber: number,
    ApproximateCreationDateTime: 1_772_355_600,
    OldImage: { pk: { S: "conversation#1" }, sk: { S: number }, archived: { BOOL: false } },
    NewImage: {
      pk: { S: "conversation#1" },
      sk: { S: number },
      parts: { N: "2" },
      message: { M: { files: { L: [{ S: "a" }] }, note: { NULL: true } } },
    },
  },
});

/** Each change is one event of its number; `broken` cannot be read, `unsent` does not get into the queue. */
const told = async (numbers: string[], { broken, unsent = [] as string[] }: Fault = {}) => {
  const heard: [Item | undefined, Item | undefined, Moment][] = [];
  const sent: string[] = [];
  const handler = streamHandler(
    (before, after, moment) => {
      if (moment.write === broken) throw new Error("no item of ours");
      heard.push([before, after, moment]);
      return [eventOf(1, moment.write)];
    },
    async (events) => {
      const failed = events.filter(({ id }) => unsent.includes(id));
      sent.push(...events.filter((event) => !failed.includes(event)).map(({ id }) => id));
      if (failed.length > 0) throw new EventsNotSent(failed, new Error("the queue is not there"));
    },
  );
  const answer = await handler({ Records: numbers.map(change) });
  return { heard, sent, failed: answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) };
};
interface Fault {
  broken?: string;
  unsent?: string[];
}

describe("a table's changes", () => {
  it("are told as the items were and are, with their moment and their number", async () => {
    const { heard, failed } = await told(["41"]);
    expect(heard).toEqual([
      [
        { pk: "conversation#1", sk: "41", archived: false },
        { pk: "conversation#1", sk: "41", parts: 2, message: { files: ["a"], note: null } },
        { at: new Date("2026-03-01T09:00:00.000Z"), write: "41" },
      ],
    ]);
    expect(failed).toEqual([]);
  });

  it("are sent together, once for all of them", async () => {
    const { sent, failed } = await told(["1", "2", "3"]);
    expect([sent, failed]).toEqual([["1", "2", "3"], []]);
  });

  it.each([
    ["1", []],
    ["3", ["1", "2"]],
    ["5", ["1", "2", "3", "4"]],
  ])("are given back from number %s on when it cannot be read", async (broken, done) => {
    const { sent, failed } = await told(["1", "2", "3", "4", "5"], { broken });
    expect([sent, failed]).toEqual([done, [broken]]);
  });

  it.each([
    ["the first that was not sent", { unsent: ["2", "4"] }, "2"],
    ["that one, though a later one cannot be read", { unsent: ["2"], broken: "3" }, "2"],
    ["all of them, when nothing was", { unsent: ["1", "2", "3", "4", "5"] }, "1"],
  ])("are given back from %s on", async (_, fault, first) => {
    expect((await told(["1", "2", "3", "4", "5"], fault)).failed).toEqual([first]);
  });

  it("are all given back by a surprise", async () => {
    const handler = streamHandler(
      (_, __, { write }) => (write === "1" ? [] : [eventOf(1, write)]),
      () => Promise.reject(new Error("a surprise")),
    );
    const { batchItemFailures } = await handler({ Records: ["1", "2", "3"].map(change) });
    expect(batchItemFailures).toEqual([{ itemIdentifier: "2" }]);
  });

  it("without an image are a beginning or an end", async () => {
    const heard: unknown[] = [];
    const { OldImage, ...added } = change("1").dynamodb!;
    const { NewImage, ...removed } = change("2").dynamodb!;
    const handler = streamHandler(
      (before, after) => {
        heard.push([before?.sk, after?.sk]);
        return [];
      },
      async () => {},
    );
    await handler({ Records: [{ dynamodb: added }, { dynamodb: removed }] });
    expect(heard).toEqual([
      [undefined, "1"],
      ["2", undefined],
    ]);
  });
});
