import type { VisitorItem, VisitorStore } from "../../shared/messaging/ports.ts";
import { CATCH_UP_BATCH } from "./limits.ts";
import type { Ack } from "./socket-frames.ts";

/** The visitor's items after `seq`, oldest first, a batch at a time. */
export async function* batchesAfter(
  visitors: Pick<VisitorStore, "after">,
  conversationId: number,
  seq: number,
): AsyncGenerator<VisitorItem[]> {
  let after = seq;
  for (;;) {
    const batch = await visitors.after(conversationId, after, CATCH_UP_BATCH);
    yield batch;
    const last = batch.at(-1);
    if (last === undefined || batch.length < CATCH_UP_BATCH) return;
    after = last.seq;
  }
}

/** By `seq`, of which none is left out, it is one read; by `id` the list is searched from its start. */
export const itemNamed = async (
  visitors: Pick<VisitorStore, "after">,
  conversationId: number,
  { seq, id }: Ack,
): Promise<VisitorItem | undefined> => {
  if (seq !== undefined) {
    const [item] = await visitors.after(conversationId, seq - 1, 1);
    return item;
  }
  for await (const batch of batchesAfter(visitors, conversationId, 0)) {
    const found = batch.find((item) => item.id === id);
    if (found) return found;
  }
  return undefined;
};
