import { join } from "node:path";
import { CHANNELS } from "../../shared/domain/channel.ts";
import { database, queue } from "../../shared/embedded/backend.ts";
import { forgetExpired } from "../../shared/embedded/items.ts";
import { afterCrash } from "../../shared/embedded/queue.ts";
import { log } from "../../shared/lambda/log.ts";
import { CONNECTIONS } from "../../shared/lambda/provider-parts.ts";
import type { QueueHandler } from "../../shared/lambda/queue-handler.ts";
import { contextFor } from "./http-event.ts";

const functions = join(import.meta.dirname, "../../functions");
/** As deployed: a delivery function is stopped after 60 s. */
const DELIVERY_TIMEOUT_MS = 60_000;
const SECOND = 1_000;
const HOUR = 3_600_000;

/** What Lambda's event sources do: every queue to its function, and what is due at its time. */
export const startWorkers = async (): Promise<{ stop(): Promise<void> }> => {
  await afterCrash(database());
  for (const channel of CHANNELS) {
    const { handler } = (await import(join(functions, channel, `deliver-${channel}.ts`))) as {
      handler: QueueHandler;
    };
    queue(channel).start((event) => handler(event, contextFor(DELIVERY_TIMEOUT_MS)), CONNECTIONS);
  }
  const { handler: settle } = (await import(join(functions, "conversations/settle-unknown.ts"))) as {
    handler: () => Promise<void>;
  };
  const timers = [
    every(SECOND, "settling unknown outcomes", settle),
    every(HOUR, "forgetting what expired", () => forgetExpired(database(), new Date())),
  ];
  return {
    async stop() {
      for (const stop of timers) stop();
      await Promise.all(CHANNELS.map((channel) => queue(channel).stop()));
    },
  };
};

const every = (ms: number, what: string, run: () => Promise<unknown>): (() => void) => {
  let stopped = false;
  const turn = async () => {
    await run().catch((error) => log.error({ error }, `${what} failed; it is tried again`));
    if (!stopped) timer = setTimeout(turn, ms);
  };
  let timer = setTimeout(turn, ms);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
};
