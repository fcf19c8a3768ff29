import type { DueEntry, DueStore } from "../messaging/ports.ts";
import { type Items, type Key, PRESENT } from "./items.ts";
import { duePartition, keys, padded } from "./keys.ts";

const MINUTE = 60_000;
/** Minutes looked at again behind the cursor: clocks that differ, and entries written late. */
const OVERLAP = 10;
/** Minutes looked at in one round at most; a longer outage is caught up over several rounds. */
const SPAN = 120;

const nameOf = (entry: DueEntry): string =>
  "hour" in entry ? `sweep#${entry.conversation_id}` : `${entry.message_id}#${entry.part}`;

const minuteOf = (at: Date): number => Math.floor(at.getTime() / MINUTE);

/** What must happen at a given moment, one partition a minute, behind a cursor that only moves on when all is done. */
export const dueStore = (items: Items): DueStore => ({
  async schedule(entry, at) {
    const sk = `${padded(at.getTime())}#${nameOf(entry)}`;
    await items.write({ put: { pk: duePartition(minuteOf(at)), sk, entry } });
  },

  async take(now, limit) {
    const [cursor] = await items.read([keys.dueCursor()]);
    const current = minuteOf(now);
    const first = Math.min(Number(cursor?.minute ?? current), current) - OVERLAP;
    const last = Math.min(current, first + SPAN);
    const found: (Key & { entry?: unknown })[] = [];
    for (let minute = first; minute <= last && found.length < limit; minute += 1) {
      const upTo = `${padded(now.getTime())}#\uffff`;
      found.push(...(await items.list(duePartition(minute), { limit: limit - found.length, upTo })));
    }
    if (found.length === 0 && last !== cursor?.minute) {
      await items.write({ update: keys.dueCursor(), set: { minute: last } });
    }
    return found.map(({ pk, sk, entry }) => ({
      entry: entry as DueEntry,
      done: async () => {
        await items.write({ remove: { pk, sk }, if: PRESENT });
      },
    }));
  },
});
