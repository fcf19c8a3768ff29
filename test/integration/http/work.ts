import { setImmediate as turn } from "node:timers/promises";
import { contextFor } from "../../../infra/local/http-event.ts";
import type { Channel } from "../../../shared/domain/channel.ts";
import type { Embedded } from "../../support/embedded.ts";
import { ENDPOINTS } from "./channels.ts";

/** Works a channel's queue with its real delivery function until nothing waits in it; fails after 5 s. */
export const work = async (embedded: Embedded, channel: Channel): Promise<void> => {
  const queue = embedded.queue(channel);
  const deliver = ENDPOINTS[channel].deliver({ ...embedded.parts(channel), queue });
  const end = performance.now() + 5_000;
  const broken: unknown[] = [];
  queue.start(
    (event) => deliver(event, contextFor(60_000)),
    4,
    (error) => broken.push(error),
  );
  while (queue.waiting() > 0 && performance.now() < end) await turn();
  await queue.stop();
  if (broken.length > 0) throw new AggregateError(broken, `The queue of ${channel} broke`);
  if (queue.waiting() > 0) throw new Error(`${queue.waiting()} jobs of ${channel} still wait`);
};
