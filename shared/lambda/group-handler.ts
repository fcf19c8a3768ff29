import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import { hide, orAgain, type QueueDeps, type QueueHandler } from "./queue-handler.ts";

export interface GroupWork<T> {
  /** What one entry holds; throws when it cannot be read. */
  read(body: string): T[];
  /** All that one group's entries hold, in their order. */
  work(all: T[]): Promise<void>;
}

/**
 * Works what a batch of FIFO records holds, one group after the other and each as a whole. A group that fails comes
 * again as a whole; one with an entry that cannot be read, from that entry on. Other groups go on.
 */
export const groupHandler =
  <T>(job: GroupWork<T>, deps: Pick<QueueDeps, "changeVisibility">): QueueHandler =>
  async ({ Records }) => {
    const batchItemFailures: SQSBatchResponse["batchItemFailures"] = [];
    for (const records of groupsOf(Records)) {
      const { done, seconds } = await workGroup(records, job);
      for (const record of records.slice(done)) {
        await hide(deps, record, seconds);
        batchItemFailures.push({ itemIdentifier: record.messageId });
      }
    }
    return { batchItemFailures };
  };

const groupsOf = (records: SQSRecord[]): SQSRecord[][] => {
  const groups = new Map<string, SQSRecord[]>();
  for (const record of records) {
    const group = record.attributes.MessageGroupId ?? "";
    groups.set(group, [...(groups.get(group) ?? []), record]);
  }
  return [...groups.values()];
};

/** How many of the records are done, and after how many seconds the others come again. */
const workGroup = async <T>(records: SQSRecord[], { read, work }: GroupWork<T>) => {
  const all: T[] = [];
  let done = 0;
  let seconds = 0;
  for (const record of records) {
    const again = await orAgain(record, async () => {
      all.push(...read(record.body));
      return undefined;
    });
    if (again !== undefined) {
      seconds = again;
      break;
    }
    done += 1;
  }
  if (done === 0) return { done, seconds };
  const again = await orAgain(records[0]!, async () => {
    await work(all);
    return undefined;
  });
  return again === undefined ? { done, seconds } : { done: 0, seconds: again };
};
