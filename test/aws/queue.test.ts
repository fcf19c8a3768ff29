import { DeleteMessageCommand, type Message, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sqsQueue, type VisibleQueue } from "../../shared/aws/queue.ts";
import type { Job } from "../../shared/domain/message.ts";
import { type AwsStack, startAwsStack } from "../support/aws-stack.ts";

let stack: AwsStack;
let url: string;
let queue: VisibleQueue;
let number = 0;
beforeAll(async () => {
  stack = await startAwsStack();
});
afterAll(() => stack.stop());

const fresh = () => {
  number += 1;
  url = stack.fifoQueue(`deliver-${number}`);
  queue = sqsQueue(stack.sqs, url);
};

/** The queue reads nothing of a job but its message's id. */
const job = (id: string) =>
  ({ message: { id, message_text: "Grüße 👋 \u0000 \ufffe\uffff" }, parts: [] }) as unknown as Job;

const receive = async (): Promise<Message[]> => {
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
const idIn = ({ Body }: Message) => (JSON.parse(Body!) as Job).message.id;
const take = async (): Promise<string[]> => {
  const messages = await receive();
  for (const { ReceiptHandle } of messages) {
    await stack.sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
  }
  return messages.map(idIn);
};

describe("a channel's SQS queue", () => {
  it("carries the job as it was given", async () => {
    fresh();
    await queue.enqueue(job("one"), "group");
    const [message] = await receive();
    expect(JSON.parse(message!.Body!)).toEqual(job("one"));
    expect(message!.Attributes).toMatchObject({ MessageGroupId: "group", MessageDeduplicationId: "one" });
  });

  it("hands out a conversation's messages one after the other, in order", async () => {
    fresh();
    for (const id of ["a", "b", "c"]) await queue.enqueue(job(id), "group");
    expect([await take(), await take(), await take()]).toEqual([["a"], ["b"], ["c"]]);
  });

  it("does not let one conversation hold another", async () => {
    fresh();
    await queue.enqueue(job("held"), "one");
    await receive();
    await queue.enqueue(job("behind"), "one");
    await queue.enqueue(job("other"), "two");
    expect(await take()).toEqual(["other"]);
  });

  it("takes the same message twice for one", async () => {
    fresh();
    await queue.enqueue(job("same"), "group");
    await queue.enqueue(job("same"), "group");
    expect([await take(), await take()]).toEqual([["same"], []]);
  });

  it("gives a job back at once when asked to hide it for no time", async () => {
    fresh();
    await queue.enqueue(job("again"), "group");
    const [message] = await receive();
    expect(await receive()).toEqual([]);
    await queue.changeVisibility(message!.ReceiptHandle!, 0);
    expect((await receive()).map(idIn)).toEqual(["again"]);
  });

  it.each([
    [-5, 0],
    [0.2, 1],
    [30, 30],
    [90_000, 43_200],
  ])("hides a job %f s as %i whole seconds that SQS takes", async (asked, hidden) => {
    fresh();
    await queue.enqueue(job("hidden"), "group");
    const [message] = await receive();
    const before = Date.now();
    await queue.changeVisibility(message!.ReceiptHandle!, asked);
    const [held] = stack.server.inspectQueue(`deliver-${number}.fifo`)!.messages.inflight;
    const until = held ? held.visibilityDeadline - before : 0;
    expect(Math.round(until / 1000)).toBe(hidden);
  });

  it("never says yes when the queue refuses the job", async () => {
    const gone = sqsQueue(stack.sqs, `${stack.endpoint}/000000000000/missing.fifo`);
    await expect(gone.enqueue(job("lost"), "group")).rejects.toThrow(/queue does not exist/);
  });
});
