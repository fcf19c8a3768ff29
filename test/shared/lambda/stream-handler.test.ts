import type { DynamoDBRecord } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { streamHandler } from "../../../shared/lambda/stream-handler.ts";
import type { Moment } from "../../../shared/store/events-of.ts";
import type { Item } from "../../../shared/store/items.ts";

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

const told = async (numbers: string[], broken?: string) => {
  const heard: [Item | undefined, Item | undefined, Moment][] = [];
  const answer = await streamHandler(async (before, after, moment) => {
    if (moment.write === broken) throw new Error("the queue is not there");
    heard.push([before, after, moment]);
  })({ Records: numbers.map(change) });
  return { heard, failed: answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) };
};

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

  it.each([
    ["1", []],
    ["3", ["1", "2"]],
    ["5", ["1", "2", "3", "4"]],
  ])("are given back from number %s on when it fails", async (broken, done) => {
    const { heard, failed } = await told(["1", "2", "3", "4", "5"], broken);
    expect(heard.map(([, , { write }]) => write)).toEqual(done);
    expect(failed).toEqual([broken]);
  });

  it("without an image are a beginning or an end", async () => {
    const heard: unknown[] = [];
    const { OldImage, ...added } = change("1").dynamodb!;
    const { NewImage, ...removed } = change("2").dynamodb!;
    await streamHandler(async (before, after) => {
      heard.push([before?.sk, after?.sk]);
    })({ Records: [{ dynamodb: added }, { dynamodb: removed }] });
    expect(heard).toEqual([
      [undefined, "1"],
      ["2", undefined],
    ]);
  });
});
