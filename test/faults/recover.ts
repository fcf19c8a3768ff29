import { topFact } from "../../shared/domain/delivery.ts";
import type { Client } from "./client.ts";
import type { Reports } from "./reports.ts";
import type { World } from "./world.ts";

const SETTLED_MS = 121_000;
/** Rounds after which nothing comes to rest any more. */
const MOST = 600;

/** Works the queue, without trouble, until it has nothing to give now. */
export const drain = async (world: World): Promise<void> => {
  for (let run = world.deliver(); run; run = world.deliver()) await run;
};

export const unsettled = (world: World): string[] =>
  [...world.watch.states].flatMap(([id, { parts }]) =>
    parts.some((part) => ["sending", "unknown", undefined].includes(topFact(part))) ? [id] : [],
  );

/** Time passes without further trouble, until nothing is left to do. Answers how many rounds that took. */
export const recover = async (world: World, client: Client, reports: Reports): Promise<number> => {
  for (let round = 1; round <= MOST; round += 1) {
    await client.askAgain();
    await drain(world);
    while (!reports.isEmpty) await reports.tell(10);
    await world.settle();
    if (world.fifo.size === 0 && client.openCount === 0 && unsettled(world).length === 0) return round;
    const next = (world.fifo.next() ?? 0) - world.clock.ms;
    world.clock.ms += next > 0 ? next : SETTLED_MS;
  }
  throw new Error(
    `No rest after ${MOST} rounds: ${world.fifo.size} jobs, ${client.openCount} requests, ${unsettled(world)}`,
  );
};
