import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { bury } from "../messaging/bury.ts";
import type { DeadJob } from "../messaging/dead-letter-ports.ts";
import type { Now } from "../messaging/ports.ts";
import { deadLetterStore } from "../store/dead-letters.ts";
import { dueStore } from "../store/due.ts";
import type { Items } from "../store/items.ts";
import { messageStore } from "../store/messages.ts";
import { inOrder } from "./in-order.ts";
import { log } from "./log.ts";

export type DeadLetterHandler = (event: SQSEvent) => Promise<SQSBatchResponse>;

export interface DeadLetterParts {
  items: Items;
  now?: Now;
}

/** Puts away what the channels' dead-letter queues hold. One that cannot be stored comes again, and holds its group. */
export const deadLetterHandler = ({ items, now = () => new Date() }: DeadLetterParts): DeadLetterHandler => {
  const stores = { letters: deadLetterStore(items), messages: messageStore(items), due: dueStore(items) };
  const putAway = bury({ ...stores, now, log });
  return ({ Records }) =>
    inOrder<"held">(
      Records,
      async (record, held) => held ?? ((await isDone(putAway(deadJobOf(record)))) ? undefined : "held"),
    );
};

const isDone = (work: Promise<void>): Promise<boolean> =>
  work.then(
    () => true,
    (error: unknown) => {
      log.error({ error }, "a dead letter could not be stored and comes again");
      return false;
    },
  );

/** A channel's dead-letter queue is called `deliver-CHANNEL-STAGE-dead.fifo` (functions/CHANNEL/resources.yml). */
const DEAD_QUEUE = /:deliver-([a-z0-9]+)-(?:[\w-]+-)?dead\.fifo$/;

const deadJobOf = ({ messageId: id, body, eventSourceARN }: SQSRecord): DeadJob => {
  const channel = DEAD_QUEUE.exec(eventSourceARN)?.[1] ?? "unknown";
  return { id, channel, body, reason: "receives_exhausted" };
};
