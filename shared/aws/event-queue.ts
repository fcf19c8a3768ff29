import { createHash } from "node:crypto";
import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Event } from "../domain/event.ts";
import { batched, inBatches } from "../domain/event-batch.ts";
import { type EventQueue, EventsNotSent } from "../messaging/event-ports.ts";
import { packEvents } from "../store/packed-events.ts";
import { fifoQueue } from "./queue.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const CALL = { entries: 10, bytes: 1_048_576 } as const;

/** Events of one organization, and the text that carries them. */
interface Entry {
  events: Event[];
  body: string;
}

/** The SQS FIFO queue of events: one organization, one group, so that its events get their places one by one. */
export const sqsEventQueue = (client: SQSClient, queueUrl: string): EventQueue => ({
  changeVisibility: fifoQueue(client, queueUrl).changeVisibility,

  async send(events) {
    const unsent: Entry[] = [];
    let cause: unknown;
    for (const round of roundsOf(events)) {
      // What comes behind an entry that did not get there waits with it: order counts within an organization.
      const held = new Set(unsent.map(organizationOf));
      unsent.push(...round.filter((entry) => held.has(organizationOf(entry))));
      const next = round.filter((entry) => !held.has(organizationOf(entry)));
      for (const call of inBatches(next, ({ body }) => body.length, CALL.entries, CALL.bytes)) {
        const failed = await sendBatch(client, queueUrl, call);
        unsent.push(...failed.entries);
        cause ??= failed.cause;
      }
    }
    if (unsent.length > 0)
      throw new EventsNotSent(
        unsent.flatMap((entry) => entry.events),
        cause,
      );
  },
});

const organizationOf = ({ events }: Entry): number => events[0]!.organization_id;

/** The n-th entries of all organizations are the n-th round: one call never holds two of the same organization. */
const roundsOf = (events: Event[]): Entry[][] => {
  const rounds: Entry[][] = [];
  for (const own of Map.groupBy(events, ({ organization_id }) => organization_id).values()) {
    for (const [round, batch] of batched(own).entries()) {
      rounds[round] = [...(rounds[round] ?? []), { events: batch, body: packEvents(batch) }];
    }
  }
  return rounds;
};

const sendBatch = async (
  client: SQSClient,
  QueueUrl: string,
  entries: Entry[],
): Promise<{ entries: Entry[]; cause?: unknown }> => {
  try {
    const { Failed = [] } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: entries.map((entry, index) => ({
          Id: String(index),
          MessageBody: entry.body,
          MessageGroupId: String(organizationOf(entry)),
          MessageDeduplicationId: nameOf(entry),
        })),
      }),
    );
    return {
      entries: Failed.map(({ Id }) => entries[Number(Id)]!),
      cause: Failed[0] && new Error(`SQS refused an entry: ${Failed[0].Code}`),
    };
  } catch (cause) {
    return { entries, cause };
  }
};

/** The same events, the same name. */
const nameOf = ({ events }: Entry): string =>
  createHash("sha256")
    .update(events.map(({ id }) => id).join())
    .digest("hex");
