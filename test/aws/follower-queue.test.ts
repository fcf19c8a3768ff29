import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sqsFollowerQueue } from "../../shared/aws/follower-queue.ts";
import { type AwsStack, startAwsStack } from "../support/aws-stack.ts";

let stack: AwsStack;
beforeAll(async () => {
  stack = await startAwsStack();
});
afterAll(() => stack.stop());

describe("the queue of wakes", () => {
  it("keeps a line for each connection, in which the same reason stands once", async () => {
    const url = stack.fifoQueue("followers");
    const { wake } = sqsFollowerQueue(stack.sqs, url);
    const ids = Array.from({ length: 12 }, (_, index) => `L0SM9cOFvHcCIh${index}=`);
    await wake(ids, "7");
    await wake(ids.slice(0, 1), "7");
    const groups: (string | undefined)[] = [];
    for (;;) {
      const { Messages = [] } = await stack.sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: url,
          MaxNumberOfMessages: 10,
          MessageSystemAttributeNames: ["All"],
        }),
      );
      if (Messages.length === 0) break;
      for (const { Body, Attributes } of Messages) {
        expect(JSON.parse(Body!)).toEqual({ connection_id: Attributes!.MessageGroupId });
        groups.push(Attributes!.MessageGroupId);
      }
    }
    expect(groups.sort()).toEqual(ids.sort());
  });

  it("asks for nothing when nobody is to be woken", async () => {
    const never = { send: () => Promise.reject(new Error("asked")) };
    await sqsFollowerQueue(never as never, "https://queue").wake([], "7");
  });

  it("says so when a wake was refused", async () => {
    const refusing = { send: async () => ({ Failed: [{ Id: "0", Code: "InternalError" }] }) };
    const waking = sqsFollowerQueue(refusing as never, "https://queue").wake(["a", "b"], "7");
    await expect(waking).rejects.toThrow("SQS refused 1 wakes: InternalError");
  });
});
