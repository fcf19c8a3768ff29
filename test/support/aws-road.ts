import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { SQSRecord } from "aws-lambda";
import { createHandler as createPublish } from "../../functions/events/publish-changes.ts";
import { createHandler as createRecord } from "../../functions/events/record-events.ts";
import { createHandler as createWebhook } from "../../functions/whatsapp/webhook-whatsapp.ts";
import { DEMO, DEMO_SECRETS, demoContactsWrite, seedDemo } from "../../infra/local/demo.ts";
import { contextFor } from "../../infra/local/http-event.ts";
import { createSandbox } from "../../infra/local/sandbox/sandbox.ts";
import { metaJson, signMeta } from "../../infra/local/sandbox/sign.ts";
import { sqsEventQueue } from "../../shared/aws/event-queue.ts";
import { snsEventTopic } from "../../shared/aws/event-topic.ts";
import { dynamoItems } from "../../shared/aws/items.ts";
import { handleOf, partId } from "../../shared/domain/ids.ts";
import type { Job } from "../../shared/domain/message.ts";
import { environmentSecrets } from "../../shared/embedded/secrets.ts";
import { receiveDeps } from "../../shared/lambda/compose.ts";
import { conversationStore } from "../../shared/store/conversations.ts";
import { directory } from "../../shared/store/directory.ts";
import type { Items } from "../../shared/store/items.ts";
import { bodyFor, ENDPOINTS } from "../integration/http/channels.ts";
import { nothing, type Used } from "./aws-prices.ts";
import { call } from "./calls.ts";
import { CREDENTIALS, startDynamoDb, TABLE } from "./dynamodb.ts";
import { withStream } from "./told-changes.ts";

/** Megabytes and billed milliseconds of each function: assumed, with a provider that answers in 200 ms. */
const RUNS = {
  accept: [512, 25],
  deliver: [256, 240],
  webhook: [256, 20],
  publish: [256, 15],
  record: [256, 30],
} as const;

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

  const run = async <T>(name: keyof typeof RUNS, work: () => Promise<T>): Promise<T> => {
    const [megabytes, milliseconds] = RUNS[name];
    used.invocation += 1;
    used.gbSecond += (megabytes / 1024) * (milliseconds / 1000);
    return work();
  };
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

/** A request is paid for by every 64 KB of what it carries. */
const chunks = (texts: string[]): number =>
  Math.max(1, Math.ceil(Buffer.byteLength(texts.join("")) / 65_536));

/** Items whose capacity is counted as the database itself reports it. */
const counting = (client: DynamoDBClient, used: Used): Items => {
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        (args.input as { ReturnConsumedCapacity?: string }).ReturnConsumedCapacity = "TOTAL";
        const answer = await next(args);
        const { ConsumedCapacity } = answer.output as { ConsumedCapacity?: Capacity | Capacity[] };
        const units = [ConsumedCapacity ?? []].flat().reduce((all, one) => all + (one.CapacityUnits ?? 0), 0);
        used[/Query|Get/.test(commandName) ? "read" : "write"] += units;
        return answer;
      },
    { step: "initialize" },
  );
  return dynamoItems(client, TABLE.TableName);
};
interface Capacity {
  CapacityUnits?: number;
}

const settingsFor = (origin: string) => ({
  publicUrl: "http://127.0.0.1:9",
  socketUrl: "ws://127.0.0.1:9",
  bucketName: "files",
  providerOverrides: { meta: origin, instagram: origin, twilio: origin },
  graphVersion: "v25.0",
  sandbox: undefined,
  secretNames: { app: "APP_SECRET", metaApp: "META_APP_SECRET", metaVerify: "META_VERIFY_TOKEN" },
});

/** developers.facebook.com/docs/whatsapp/cloud-api/webhooks/payload-examples */
const statusBody = ({ message }: Job, status: string) => ({
  object: "whatsapp_business_account",
  entry: [
    {
      id: "1",
      changes: [
        {
          field: "messages",
          value: {
            messaging_product: "whatsapp",
            metadata: DEMO.whatsapp.account.provider_ids,
            statuses: [
              {
                id: `wamid.${message.id}`,
                status,
                timestamp: String(Math.floor(Date.now() / 1000)),
                recipient_id: "12025550177",
                biz_opaque_callback_data: handleOf(message.conversation_id, partId(message.id, 0)),
              },
            ],
          },
        },
      ],
    },
  ],
});
