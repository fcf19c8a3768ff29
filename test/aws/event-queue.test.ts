import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sqsEventQueue } from "../../shared/aws/event-queue.ts";
import type { Event } from "../../shared/domain/event.ts";
import { EventsNotSent } from "../../shared/messaging/event-ports.ts";
import { unpackEvents } from "../../shared/store/packed-events.ts";
import { type AwsStack, startAwsStack } from "../support/aws-stack.ts";
import { eventOf } from "../support/events.ts";

let stack: AwsStack;
beforeAll(async () => {
  stack = await startAwsStack();
});
afterAll(() => stack.stop());

const fresh = (name: string) => {
  const url = stack.fifoQueue(name);
  const receive = async () => {
    const { Messages = [] } = await stack.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 0,
        MessageSystemAttributeNames: ["All"],
      }),
    );
    return Messages;
  };
  return { queue: sqsEventQueue(stack.sqs, url), receive };
};

const ids = (events: Event[]) => events.map(({ id }) => id);
const many = (count: number, organization: number, size = 0) =>
  Array.from({ length: count }, (_, index) =>
    eventOf(organization, `${organization}-${index}`, { data: { text: "x".repeat(size) } }),
  );

describe("the queue of events", () => {
  it("carries events as they are, those of one organization in one entry of its own", async () => {
    const { queue, receive } = fresh("events-whole");
    const said = { message_text: "Grüße 👋 \u0000 \ufffe\uffff" };
    const events = [eventOf(1, "a", { data: said }), eventOf(2, "b"), eventOf(1, "c")];
    await queue.send(events);
    const entries = await receive();
    const held = entries.map(({ Body, Attributes }) => [Attributes!.MessageGroupId, unpackEvents(Body!)]);
    expect(held).toEqual([
      ["1", [events[0], events[2]]],
      ["2", [events[1]]],
    ]);
  });

  it("takes the same events twice for one entry", async () => {
    const { queue, receive } = fresh("events-twice");
    for (const _ of [1, 2]) await queue.send([eventOf(1, "a"), eventOf(1, "b")]);
    expect(await receive()).toHaveLength(1);
  });

  it("carries an event of more than 256 KB", async () => {
    const { queue, receive } = fresh("events-large");
    const large = eventOf(1, "a", { data: { message_text: "Wörter ".repeat(45_000) } });
    await queue.send([large]);
    expect(unpackEvents((await receive())[0]!.Body!)).toEqual([large]);
  });

  it("gives an entry back at once when asked to hide it for no time", async () => {
    const { queue, receive } = fresh("events-again");
    await queue.send([eventOf(1, "a")]);
    const [message] = await receive();
    expect(await receive()).toEqual([]);
    await queue.changeVisibility(message!.ReceiptHandle!, 0);
    expect(await receive()).toHaveLength(1);
  });
});

describe("when SQS takes some entries and not others", () => {
  /** Refuses what `isRefused` says, and notes what each call carried: organization and events. */
  const refusing = (isRefused: (group: string, call: number) => boolean) => {
    const calls: [string, string[]][][] = [];
    const send = async ({ input }: { input: { Entries: Record<string, string>[] } }) => {
      const call = calls.push(
        input.Entries.map((one) => [one.MessageGroupId!, ids(unpackEvents(one.MessageBody!))]),
      );
      const refused = input.Entries.filter((one) => isRefused(one.MessageGroupId!, call));
      return { Failed: refused.map(({ Id }) => ({ Id, Code: "InternalError" })) };
    };
    return { calls, queue: sqsEventQueue({ send } as never, "https://queue") };
  };

  it("sends nothing of an organization past what did not get there, and goes on with the others", async () => {
    const { calls, queue } = refusing((group, call) => group === "1" && call === 1);
    const events = [...many(200, 1), ...many(100, 2)];
    const error = await queue.send(events).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(EventsNotSent);
    expect(ids((error as EventsNotSent).events)).toEqual(ids(many(200, 1)));
    expect(calls.map((call) => call.map(([group, held]) => [group, held.length]))).toEqual([
      [
        ["1", 90],
        ["2", 90],
      ],
      [["2", 10]],
    ]);
  });

  it("asks for ten entries at a time", async () => {
    const { calls, queue } = refusing(() => false);
    await queue.send(Array.from({ length: 25 }, (_, index) => eventOf(index + 1, "a")));
    expect(calls.map((call) => call.length)).toEqual([10, 10, 5]);
  });

  it("says that all are missing when SQS is away", async () => {
    const away = { send: async () => Promise.reject(new Error("SQS is away")) };
    const error = await sqsEventQueue(away as never, "https://queue")
      .send(many(3, 1))
      .catch((caught: unknown) => caught);
    expect(ids((error as EventsNotSent).events)).toEqual(ids(many(3, 1)));
    expect((error as Error).cause).toMatchObject({ message: "SQS is away" });
  });
});
