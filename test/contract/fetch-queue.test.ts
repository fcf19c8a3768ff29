import { DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sqsFetchQueue } from "../../shared/aws/fetch-queue.ts";
import { Database } from "../../shared/embedded/database.ts";
import { embeddedFetchQueue } from "../../shared/embedded/fetch-queue.ts";
import { QUEUE_SCHEMA } from "../../shared/embedded/queue.ts";
import { FetchJob, type FetchQueue } from "../../shared/messaging/fetch-ports.ts";
import { startAwsStack } from "../support/aws-stack.ts";
import { NOW, nextId } from "./store-fixtures.ts";

interface Opened {
  queue: FetchQueue;
  /** Takes all that can be taken at once, and holds it. */
  taken(): Promise<FetchJob[]>;
  stop(): Promise<void>;
}

const openSqs = async (): Promise<Opened> => {
  const { sqs, fifoQueue, stop } = await startAwsStack();
  const QueueUrl = fifoQueue("fetch-incoming-media");
  return {
    queue: sqsFetchQueue(sqs, QueueUrl),
    async taken() {
      const ask = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 });
      const { Messages = [] } = await sqs.send(ask);
      for (const { ReceiptHandle } of Messages)
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      return Messages.map(({ Body }) => FetchJob.parse(JSON.parse(Body!)));
    },
    stop,
  };
};

const openEmbedded = async (): Promise<Opened> => {
  const database = new Database(undefined, QUEUE_SCHEMA);
  const queue = embeddedFetchQueue(database, () => NOW);
  return {
    queue,
    async taken() {
      const found: FetchJob[] = [];
      queue.start(async ({ Records }) => {
        found.push(...Records.map(({ body }) => FetchJob.parse(JSON.parse(body))));
        return { batchItemFailures: [] };
      }, 4);
      while (queue.waiting() > 0) await new Promise((resolve) => setImmediate(resolve));
      await queue.stop();
      return found;
    },
    stop: async () => database.close(),
  };
};

describe.each([
  ["in SQLite", openEmbedded],
  ["in SQS", openSqs],
])("the queue of contacts' files %s", (_, open) => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened?.stop());

  const jobOf = (message_id: string, index: number): FetchJob => ({
    conversation_id: 101,
    message_id,
    index,
    promised_at: NOW.toISOString(),
  });

  it("hands out every file of a message, none behind another", async () => {
    const id = nextId();
    const jobs = [0, 1, 2].map((index) => jobOf(id, index));
    for (const job of jobs) await opened.queue.enqueue(job);
    const found = await opened.taken();
    expect(found.sort((a, b) => a.index - b.index)).toEqual(jobs);
  });

  it("takes a file that is promised again while it waits for the same", async () => {
    const job = jobOf(nextId(), 0);
    await opened.queue.enqueue(job);
    await opened.queue.enqueue({ ...job, promised_at: "2027-01-01T00:00:00.000Z" });
    expect(await opened.taken()).toEqual([job]);
    expect(await opened.taken()).toEqual([]);
  });
});
