import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";
import { expect } from "vitest";
import { DEMO_SECRETS, demoContactsWrite, seedDemo } from "../../../infra/local/demo.ts";
import { contextFor } from "../../../infra/local/http-event.ts";
import { s3Bucket } from "../../../shared/aws/bucket.ts";
import { sqsFetchQueue } from "../../../shared/aws/fetch-queue.ts";
import { dynamoItems } from "../../../shared/aws/items.ts";
import { sqsQueue } from "../../../shared/aws/queue.ts";
import { queueUrl } from "../../../shared/aws/settings.ts";
import { CHANNELS, type Channel } from "../../../shared/domain/channel.ts";
import { environmentSecrets } from "../../../shared/embedded/secrets.ts";
import { receiveDeps } from "../../../shared/lambda/compose.ts";
import type { QueueHandler } from "../../../shared/lambda/queue-handler.ts";
import { SECRETS, type Settings } from "../../../shared/messaging/settings.ts";
import { conversationStore } from "../../../shared/store/conversations.ts";
import { directory } from "../../../shared/store/directory.ts";
import { BUCKET, startAwsStack } from "../../support/aws-stack.ts";
import { startDynamoDb, TABLE } from "../../support/dynamodb.ts";

/** The adapters of AWS over DynamoDB, SQS and S3 of this machine, with the demo organization, sending to this sandbox. */
export const openAws = async (sandbox: string) => {
  const stack = await startAwsStack();
  const table = await startDynamoDb();
  const items = dynamoItems(table.client, TABLE.TableName);
  const stores = { directory: directory(items), conversations: conversationStore(items) };
  await seedDemo(stores, new Date());
  await demoContactsWrite(receiveDeps(items));
  const urls = Object.fromEntries(
    CHANNELS.map((channel) => [channel, stack.fifoQueue(`deliver-${channel}`)]),
  );
  const fetchUrl = stack.fifoQueue("fetch-incoming-media");
  const pattern = urls.sms!.replace("sms", "{channel}");
  const settings: Settings = {
    publicUrl: "http://127.0.0.1:9",
    socketUrl: "ws://127.0.0.1:9",
    bucketName: BUCKET,
    providerOverrides: { meta: sandbox, instagram: sandbox, twilio: sandbox, x: sandbox },
    graphVersion: "v25.0",
    sandbox: undefined,
    secretNames: SECRETS,
  };
  const parts = (channel: Channel) => ({
    items,
    queue: sqsQueue(stack.sqs, urls[channel]!),
    queueOf: (one: Channel) => sqsQueue(stack.sqs, queueUrl({ QUEUE_URLS: pattern }, one)),
    fetches: sqsFetchQueue(stack.sqs, fetchUrl),
    bucket: s3Bucket(stack.s3, BUCKET),
    secrets: environmentSecrets({ ...DEMO_SECRETS, APP_SECRET: "an app secret of tests" }),
    sockets: { post: async () => false },
    settings,
    now: () => new Date(),
  });
  const stop = async () => {
    await table.stop();
    await stack.stop();
  };
  return { stack, parts, urls, fetchUrl, stop };
};

const recordOf = (message: Message): SQSRecord =>
  ({
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes,
  }) as unknown as SQSRecord;

/** What Lambda's event source does: receives a job, calls the worker, and deletes it when it is done. */
export const takeOne = async (sqs: SQSClient, QueueUrl: string, work: QueueHandler): Promise<void> => {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MessageSystemAttributeNames: ["All"] }),
  );
  expect(Messages).toHaveLength(1);
  const { batchItemFailures } = await work({ Records: Messages.map(recordOf) }, contextFor(60_000));
  expect(batchItemFailures).toEqual([]);
  const { ReceiptHandle } = Messages[0]!;
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
};
