import { SNSClient } from "@aws-sdk/client-sns";
import { DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createHandler as createSocket } from "../../../functions/events/members-socket.ts";
import { createHandler as createPublish } from "../../../functions/events/publish-changes.ts";
import { createHandler as createPush } from "../../../functions/events/push-events.ts";
import { createHandler as createRecord } from "../../../functions/events/record-events.ts";
import { DEMO_KEY, seedDemo } from "../../../infra/local/demo.ts";
import { contextFor } from "../../../infra/local/http-event.ts";
import { sqsEventQueue } from "../../../shared/aws/event-queue.ts";
import { snsEventTopic } from "../../../shared/aws/event-topic.ts";
import { sqsFollowerQueue } from "../../../shared/aws/follower-queue.ts";
import { dynamoItems } from "../../../shared/aws/items.ts";
import { apiGatewaySockets } from "../../../shared/aws/sockets.ts";
import type { QueueHandler } from "../../../shared/lambda/queue-handler.ts";
import type { SocketEvent } from "../../../shared/lambda/socket-handler.ts";
import { conversationStore } from "../../../shared/store/conversations.ts";
import { directory } from "../../../shared/store/directory.ts";
import { eventStore } from "../../../shared/store/events.ts";
import { messageStore } from "../../../shared/store/messages.ts";
import { noteOf } from "../../contract/store-fixtures.ts";
import { startAwsStack } from "../../support/aws-stack.ts";
import { CREDENTIALS, noDynamoDb, startDynamoDb, TABLE } from "../../support/dynamodb.ts";
import { loopback } from "../../support/loopback.ts";
import { withStream } from "../../support/told-changes.ts";

const { region } = CREDENTIALS;

/** The road of events over the wire: DynamoDB, SQS, SNS with one subscriber, and where frames are posted. */
const open = async () => {
  const stack = await startAwsStack();
  const table = await startDynamoDb();
  const sns = new SNSClient({ ...CREDENTIALS, endpoint: stack.endpoint });
  const gateway = await loopback(() => ({}));
  const plain = dynamoItems(table.client, TABLE.TableName);
  await seedDemo({ directory: directory(plain), conversations: conversationStore(plain) }, new Date());
  const { items, changes } = withStream(plain);

  const { topicArn } = stack.server.createTopic("events", { region });
  stack.server.createQueue("subscriber", { region });
  const attributes = { RawMessageDelivery: "true" };
  stack.server.subscribe({ topic: "events", queue: "subscriber", region, attributes });
  const urls = {
    events: stack.fifoQueue("events"),
    followers: stack.fifoQueue("followers"),
    subscriber: `${stack.endpoint}/000000000000/subscriber`,
  };
  const queue = sqsEventQueue(stack.sqs, urls.events);
  const wakes = sqsFollowerQueue(stack.sqs, urls.followers);
  const sockets = apiGatewaySockets(`${gateway.url}/live`, { ...CREDENTIALS, maxAttempts: 1 });
  const events = eventStore(plain);
  const publish = createPublish({ queue });
  const record = createRecord({ items: plain, queue, topic: snsEventTopic(sns, topicArn), wakes });
  const push = createPush({ items: plain, events, sockets, queue: wakes });
  const socket = createSocket({ items: plain, wakes, sockets });

  const receive = async (QueueUrl: string) => {
    const { Messages = [] } = await stack.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ["All"],
      }),
    );
    const remove = async () => {
      for (const { ReceiptHandle } of Messages)
        await stack.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    };
    return { messages: Messages, remove };
  };
  /** What Lambda's poller does until a queue is empty. */
  const work = async (url: string, handler: QueueHandler) => {
    for (;;) {
      const { messages, remove } = await receive(url);
      if (messages.length === 0) return;
      const Records = messages.map((one) => ({
        messageId: one.MessageId,
        receiptHandle: one.ReceiptHandle,
        body: one.Body,
        attributes: one.Attributes,
      })) as unknown as SQSRecord[];
      const { batchItemFailures } = await handler({ Records }, contextFor(60_000));
      if (batchItemFailures.length > 0) throw new Error("A queue's entry failed");
      await remove();
    }
  };

  return {
    items,
    /** Everything that has changed goes its way. */
    async settle() {
      const Records = changes.splice(0);
      const { batchItemFailures } = await publish({ Records });
      if (batchItemFailures.length > 0) throw new Error("A change was not told");
      await work(urls.events, record);
      await work(urls.followers, push);
    },
    async heard() {
      const { messages, remove } = await receive(urls.subscriber);
      await remove();
      return messages.map(({ Body }) => JSON.parse(Body!));
    },
    say: (connectionId: string, said: unknown) =>
      socket({
        requestContext: { connectionId, eventType: "MESSAGE", requestId: "1" },
        body: JSON.stringify(said),
      } as unknown as SocketEvent),
    frames: () => gateway.heard.map(({ path, body }) => [path.split("/").at(-1), JSON.parse(body)]),
    async stop() {
      sns.destroy();
      await gateway.stop();
      await table.stop();
      await stack.stop();
    },
  };
};

describe.skipIf(noDynamoDb)(noDynamoDb ?? "events on DynamoDB, SQS, SNS and API Gateway", () => {
  let aws: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    aws = await open();
  });
  afterAll(() => aws?.stop());

  it("reach who subscribed and a member who follows, each with its place, once", async () => {
    const note = (text: string) =>
      messageStore(aws.items).addNote({ ...noteOf(101), organization_id: 1, message_text: text });
    await note("first");
    await note("second");
    await aws.settle();
    await aws.say("c1", { type: "auth", key: DEMO_KEY });
    await aws.say("c1", { type: "catch_up", after_seq: 1 });
    await aws.settle();
    await note("third");
    await aws.settle();

    const told = (await aws.heard()).map(({ seq, data }) => [seq, data.message_text]);
    expect(told.sort()).toEqual([
      [1, "first"],
      [2, "second"],
      [3, "third"],
    ]);
    const frames = aws.frames();
    expect(frames.map(([connection]) => connection)).toEqual(["c1", "c1", "c1"]);
    expect(frames.map(([, { type, event }]) => [type, event?.seq, event?.data.message_text])).toEqual([
      ["ready", undefined, undefined],
      ["event", 2, "second"],
      ["event", 3, "third"],
    ]);
  });
});
