import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sqsEventQueue } from "../../shared/aws/event-queue.ts";
import type { Event } from "../../shared/domain/event.ts";
import { type AwsStack, startAwsStack } from "../support/aws-stack.ts";

let stack: AwsStack;
beforeAll(async () => {
  stack = await startAwsStack();
});
afterAll(() => stack.stop());

const event = (id: string, organization_id: number): Event => ({
  id,
  type: "message.incoming",
  organization_id,
  conversation_id: 7,
  is_note: false,
  is_final: true,
  at: "2026-03-01T09:00:00.000Z",
  data: { message_text: "Grüße 👋 \u0000 \ufffe\uffff" },
});

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

describe("the queue of events", () => {
  it("carries an event as it is, in the order of its organization", async () => {
    const { queue, receive } = fresh("events-whole");
    await queue.send(event("a", 1));
    const [message] = await receive();
    expect(JSON.parse(message!.Body!)).toEqual(event("a", 1));
    expect(message!.Attributes).toMatchObject({ MessageGroupId: "1", MessageDeduplicationId: "a" });
  });

  it("takes the same event twice for one", async () => {
    const { queue, receive } = fresh("events-twice");
    for (const id of ["a", "a"]) await queue.send(event(id, 1));
    expect(await receive()).toHaveLength(1);
  });

  it("gives an event back at once when asked to hide it for no time", async () => {
    const { queue, receive } = fresh("events-again");
    await queue.send(event("a", 1));
    const [message] = await receive();
    expect(await receive()).toEqual([]);
    await queue.changeVisibility(message!.ReceiptHandle!, 0);
    expect(await receive()).toHaveLength(1);
  });
});
