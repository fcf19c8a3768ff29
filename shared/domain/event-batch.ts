import type { Event } from "./event.ts";

/**
 * What one entry of the queue and one page of the table hold at most. A page is one write of a transaction (100 writes,
 * 400 KB an item), beside which stand the count and the marks of every second that its events come from; an entry is
 * at most 256 KB. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export const BATCH = { events: 90, bytes: 192 * 1024 } as const;

/** Events in their order, in as few batches as their limits allow. One that is larger by itself stands alone. */
export const batched = (events: Event[]): Event[][] => inBatches(events, sizeOf, BATCH.events, BATCH.bytes);

/** Bytes of the event as JSON. */
export const sizeOf = (event: Event): number => Buffer.byteLength(JSON.stringify(event));

/** The general rule: at most so many in a batch, and so many bytes together unless one alone is more. */
export const inBatches = <T>(all: T[], size: (one: T) => number, most: number, bytes: number): T[][] => {
  const batches: T[][] = [];
  let filled = 0;
  for (const one of all) {
    const added = size(one);
    const last = batches.at(-1);
    if (last && last.length < most && filled + added <= bytes) {
      last.push(one);
      filled += added;
    } else {
      batches.push([one]);
      filled = added;
    }
  }
  return batches;
};
