import { join } from "node:path";
import { CHANNELS } from "../../shared/domain/channel.ts";
import { database, fetchQueue, queue } from "../../shared/embedded/backend.ts";
import { forgetExpired } from "../../shared/embedded/items.ts";
import { afterCrash, type Consumer } from "../../shared/embedded/queue.ts";
import type { DeadLetterHandler } from "../../shared/lambda/dead-letter-handler.ts";
import { log } from "../../shared/lambda/log.ts";
import { CONNECTIONS } from "../../shared/lambda/provider-parts.ts";
import type { QueueHandler } from "../../shared/lambda/queue-handler.ts";
import { contextFor } from "./http-event.ts";
import { within } from "./time-limit.ts";

const functions = join(import.meta.dirname, "../../functions");
/** As deployed: a delivery function is stopped after 60 s. */
const DELIVERY_TIMEOUT_MS = 60_000;
/** As on SQS (serverless.yml, custom.delivery). */
const MAX_RECEIVES = 1_000;
/** Contacts' files that come in at once. */
const DOWNLOADS = 8;
const SECOND = 1_000;
const HOUR = 3_600_000;

/**
 * What Lambda's event sources do: every queue to its function, and what is due at its time. `stop` begins nothing
 * more and ends when the calls in hand did (10 s at most each): a message in the middle of its parts comes again.
 */
export const startWorkers = async (): Promise<{ stop(): Promise<void> }> => {
  let stopping = false;
  const context = () => {
    const { getRemainingTimeInMillis: left, ...rest } = contextFor(DELIVERY_TIMEOUT_MS);
    return { ...rest, getRemainingTimeInMillis: () => (stopping ? 0 : left()) };
  };
  await afterCrash(database());
  const { handler: bury } = (await import(join(functions, "dead-letters/dead-letters.ts"))) as {
    handler: DeadLetterHandler;
  };
  const dead = { consumer: bury, after: MAX_RECEIVES };
  for (const channel of CHANNELS) {
    const { handler } = (await import(join(functions, channel, `deliver-${channel}.ts`))) as {
      handler: QueueHandler;
    };
    const failed = (error: unknown) => log.error({ error, channel }, "a queue failed; it is tried again");
    const work: Consumer = (event) => within(DELIVERY_TIMEOUT_MS, handler(event, context()));
    queue(channel).start(work, CONNECTIONS, failed, dead);
  }
  const { handler: fetchMedia } = (await import(join(functions, "attachments/fetch-incoming-media.ts"))) as {
    handler: QueueHandler;
  };
  fetchQueue().start(
    (event) => within(DELIVERY_TIMEOUT_MS, fetchMedia(event, context())),
    DOWNLOADS,
    (error) => log.error({ error }, "the queue of contacts' files failed; it is tried again"),
    dead,
  );
  const { handler: settle } = (await import(join(functions, "conversations/settle-unknown.ts"))) as {
    handler: () => Promise<void>;
  };
  const timers = [
    every(SECOND, "settling unknown outcomes", settle),
    every(HOUR, "forgetting what expired", () => forgetExpired(database(), new Date())),
  ];
  return {
    async stop() {
      stopping = true;
      await Promise.all([
        ...timers.map((stop) => stop()),
        ...CHANNELS.map((channel) => queue(channel).stop()),
        fetchQueue().stop(),
      ]);
    },
  };
};

/** Runs it again and again, with so many milliseconds of rest; stopping waits for the run in hand. */
const every = (ms: number, what: string, run: () => Promise<unknown>): (() => Promise<void>) => {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  let stopped = false;
  const turn = async () => {
    await run().catch((error) => log.error({ error }, `${what} failed; it is tried again`));
    rest();
  };
  const rest = () => {
    if (!stopped) timer = setTimeout(() => (running = turn()), ms);
  };
  rest();
  return () => {
    stopped = true;
    clearTimeout(timer);
    return running;
  };
};
