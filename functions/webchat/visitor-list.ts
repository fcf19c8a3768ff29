import type { VisitorItem, VisitorStore } from "../../shared/messaging/visitor-ports.ts";
import { CATCH_UP_BATCH } from "./limits.ts";
import type { Named } from "./socket-frames.ts";

/** The visitor's items after `seq`, oldest first, as many as one answer holds, and whether there are more. */
export const batchAfter = async (
  visitors: Pick<VisitorStore, "after">,
  conversationId: number,
  seq: number,
): Promise<{ items: VisitorItem[]; more: boolean }> => {
  const found = await visitors.after(conversationId, seq, CATCH_UP_BATCH + 1);
  return { items: found.slice(0, CATCH_UP_BATCH), more: found.length > CATCH_UP_BATCH };
};

/** All of them, a batch at a time: no more than one is in memory. */
async function* batchesAfter(
  visitors: Pick<VisitorStore, "after">,
  conversationId: number,
  seq: number,
): AsyncGenerator<VisitorItem[]> {
  let after = seq;
  for (;;) {
    const { items, more } = await batchAfter(visitors, conversationId, after);
    yield items;
    if (!more) return;
    after = items.at(-1)!.seq;
  }
}

/** By `seq`, of which none is left out, it is one read; by `id` the list is searched from its start. */
export const itemNamed = async (
  visitors: Pick<VisitorStore, "after">,
  conversationId: number,
  { seq, id }: Named,
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
