import type { SQSEvent } from "aws-lambda";
import { afterEach, beforeEach, vi } from "vitest";
import { Database } from "../../shared/embedded/database.ts";
import { type EmbeddedQueue, embeddedQueue, QUEUE_SCHEMA } from "../../shared/embedded/queue.ts";

export const idOf = (index: number): string => `01jd0000000000000000${String(index).padStart(6, "0")}`;
export const numberOf = (event: SQSEvent): number =>
  Number(JSON.parse(event.Records[0]!.body).message.id.slice(-6));
export const groupOf = (event: SQSEvent): string => event.Records[0]!.attributes.MessageGroupId!;
export const receivesOf = (event: SQSEvent): number =>
  Number(event.Records[0]!.attributes.ApproximateReceiveCount);
export const done = { batchItemFailures: [] };
export const again = (event: SQSEvent) => ({
  batchItemFailures: [{ itemIdentifier: event.Records[0]!.messageId }],
});
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
export const turns = async (): Promise<void> => {
  for (let waited = 0; waited < 20; waited += 1) await turn();
};
export const emptied = (queue: EmbeddedQueue) =>
  vi.waitUntil(() => queue.waiting() === 0, { timeout: 5_000, interval: 1 });

/** For each test: a new database in memory, a clock that only the test moves, and queues that stop with it. */
export const queuesInTests = () => {
  const clock = { ms: Date.parse("2026-03-01T09:00:00.000Z") };
  const started: EmbeddedQueue[] = [];
  const at = {
    clock,
    database: undefined as unknown as Database,
    queueNamed(name = "whatsapp"): EmbeddedQueue {
      const queue = embeddedQueue(at.database, name, () => new Date(clock.ms));
      started.push(queue);
      return queue;
    },
  };
  beforeEach(() => {
    at.database = new Database(undefined, QUEUE_SCHEMA);
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((queue) => queue.stop()));
    at.database.close();
  });
  return at;
};
