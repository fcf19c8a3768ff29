import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { SQSRecord } from "aws-lambda";
import { createHandler as createPublish } from "../../functions/events/publish-changes.ts";
import { createHandler as createRecord } from "../../functions/events/record-events.ts";
import { createHandler as createWebhook } from "../../functions/whatsapp/webhook-whatsapp.ts";
import { DEMO_SECRETS, demoContactsWrite, seedDemo } from "../../infra/local/demo.ts";
import { contextFor } from "../../infra/local/http-event.ts";
import { createSandbox } from "../../infra/local/sandbox/sandbox.ts";
import { metaJson, signMeta } from "../../infra/local/sandbox/sign.ts";
import { sqsEventQueue } from "../../shared/aws/event-queue.ts";
import { snsEventTopic } from "../../shared/aws/event-topic.ts";
import { dynamoItems } from "../../shared/aws/items.ts";
import type { Job } from "../../shared/domain/message.ts";
import { environmentSecrets } from "../../shared/embedded/secrets.ts";
import { receiveDeps } from "../../shared/lambda/compose.ts";
import { conversationStore } from "../../shared/store/conversations.ts";
import { directory } from "../../shared/store/directory.ts";
import { bodyFor, ENDPOINTS } from "../integration/http/channels.ts";
import { nothing } from "./aws-prices.ts";
import { chunks, counting, running } from "./aws-used.ts";
import { call } from "./calls.ts";
import { CREDENTIALS, startDynamoDb, TABLE } from "./dynamodb.ts";
import { withStream } from "./told-changes.ts";
import { statusBody } from "./whatsapp-status.ts";

/** The whole way of texts on AWS, over real handlers and adapters, with everything that is paid for counted. */
export const startRoad = async () => {
  const used = nothing();
  const sandbox = createSandbox({ port: 0, callbacks: false });
  const origin = await sandbox.listen();
  const table = await startDynamoDb();
  const plain = dynamoItems(table.client, TABLE.TableName);
  const stores = { directory: directory(plain), conversations: conversationStore(plain) };
  await seedDemo(stores, new Date());
  await demoContactsWrite(receiveDeps(plain));
  const calls = new DynamoDBClient({ ...CREDENTIALS, endpoint: table.endpoint });
  const counted = counting(calls, used);
  let second = Math.floor(Date.now() / 1000);
  const { items, changes } = withStream(counted, plain, () => second);

  const run = running(used);
  const jobs: Job[] = [];
  const queue = {
    enqueue: async (job: Job) => {
      used.fifo += 1;
      jobs.push(JSON.parse(JSON.stringify(job)));
    },
    changeVisibility: async () => {
      used.fifo += 1;
    },
  };
  const parts = {
    items,
    queue,
    secrets: environmentSecrets({ ...DEMO_SECRETS }),
    settings: settingsFor(origin),
    now: () => new Date(),
  };

  const accept = async (message_text: string): Promise<Job> => {
    used.http += 1;
    const { path, accept: create } = ENDPOINTS.whatsapp;
    const body = bodyFor("whatsapp", { message_text });
    const { status } = await run("accept", () => call(create(parts as never), `POST ${path}`, { body }));
    if (status !== 201) throw new Error(`Not accepted: ${status}`);
    return jobs.at(-1)!;
  };
  /** The poller receives the job and deletes it. */
  const deliver = async (job: Job): Promise<void> => {
    used.fifo += 2;
    const handler = ENDPOINTS.whatsapp.deliver(parts as never);
    const answer = await run("deliver", () =>
      handler({ Records: [entryFor(JSON.stringify(job), "1")] }, contextFor(60_000)),
    );
    if (answer.batchItemFailures.length > 0) throw new Error("Not delivered");
  };
  const callBack = async (job: Job, status: string): Promise<void> => {
    used.http += 1;
    const body = metaJson(statusBody(job, status));
    const headers = { "x-hub-signature-256": signMeta(DEMO_SECRETS.META_APP_SECRET, body) };
    const asked = { key: null, body, headers };
    const answer = await run("webhook", () =>
      call(createWebhook(parts as never), "POST /webhooks/whatsapp", asked),
    );
    if (answer.status !== 200) throw new Error(`The callback was answered ${answer.status}`);
  };

  /** What the stream has gathered becomes events: one call of each function, as when nothing else happens. */
  const tell = async (): Promise<number> => {
    const bodies: { MessageBody: string; MessageGroupId: string }[] = [];
    const sqs = {
      send: async ({ input }: { input: { Entries: typeof bodies } }) => {
        used.fifo += chunks(input.Entries.map(({ MessageBody }) => MessageBody));
        bodies.push(...input.Entries);
        return {};
      },
    };
    let published = 0;
    const sns = {
      send: async ({ input }: { input: { PublishBatchRequestEntries: { Message: string }[] } }) => {
        used.publish += chunks(input.PublishBatchRequestEntries.map(({ Message }) => Message));
        published += input.PublishBatchRequestEntries.length;
        return {};
      },
    };
    for (let first = 0; first < changes.length; first += 100) {
      const Records = changes.slice(first, first + 100);
      const publish = createPublish({ queue: sqsEventQueue(sqs as never, "https://queue") });
      await run("publish", () => publish({ Records }));
    }
    changes.length = 0;
    second += 1;
    if (bodies.length === 0) return 0;
    const record = createRecord({
      items: counted,
      queue,
      topic: snsEventTopic(sns as never, "arn"),
      wakes: { wake: async () => {} },
    });
    const Records = bodies.map(({ MessageBody, MessageGroupId }) => entryFor(MessageBody, MessageGroupId));
    used.fifo += 2;
    await run("record", () => record({ Records }, contextFor(10_000)));
    return published;
  };

  const stop = async () => {
    calls.destroy();
    await table.stop();
    await sandbox.close();
  };
  return { used, accept, deliver, callBack, tell, stop, changes };
};

const entryFor = (body: string, group: string): SQSRecord =>
  ({
    messageId: "1",
    receiptHandle: "1",
    body,
    attributes: { MessageGroupId: group, ApproximateReceiveCount: "1" },
  }) as unknown as SQSRecord;

const settingsFor = (origin: string) => ({
  publicUrl: "http://127.0.0.1:9",
  socketUrl: "ws://127.0.0.1:9",
  bucketName: "files",
  providerOverrides: { meta: origin, instagram: origin, twilio: origin },
  graphVersion: "v25.0",
  sandbox: undefined,
  secretNames: { app: "APP_SECRET", metaApp: "META_APP_SECRET", metaVerify: "META_VERIFY_TOKEN" },
});
