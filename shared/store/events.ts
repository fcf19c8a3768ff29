import type { SequencedEvent } from "../domain/event.ts";
import type { EventStore } from "../messaging/event-ports.ts";
import type { Item, Items } from "./items.ts";
import { keys } from "./keys.ts";
import { unpackEvents } from "./packed-events.ts";

/** Pages read at once: most hold several events, and no more is read than may be asked for. */
const PAGES = 10;

/**
 * An organization's events for the side where a change and its event are not one write. They stand in pages, each
 * under the `seq` of its last event, so that a reader finds the page that goes on behind any `seq`.
 */
export const eventStore = (items: Items): EventStore => ({
  async after(organizationId, seq, limit) {
    const found: SequencedEvent[] = [];
    const { pk, sk } = keys.eventPage(organizationId, seq);
    for (let after = sk; ; ) {
      const pages = await items.list(pk, { prefix: "event#", after, limit: Math.min(limit, PAGES) });
      found.push(...pages.flatMap(eventsOn).filter((event) => event.seq > seq));
      if (found.length >= limit || pages.length < Math.min(limit, PAGES)) return found.slice(0, limit);
      after = pages.at(-1)!.sk;
    }
  },
});

const eventsOn = (page: Item): SequencedEvent[] => {
  const events = unpackEvents(String(page.body));
  const first = Number(page.seq) - events.length + 1;
  return events.map((event, index) => ({ seq: first + index, ...event }));
};
