import type { Event, SequencedEvent } from "../domain/event.ts";
import type { EventStore } from "../messaging/event-ports.ts";
import { ABSENT, type Guard, type Items } from "./items.ts";
import { keys } from "./keys.ts";

/** Two recorders of one organization meet when a record is handed out twice; each loss means the other got on. */
const TRIES = 50;
const KEPT_SECONDS = 30 * 86_400;

/** An organization's events as rows of the table, for the side where a change and its event are not one write. */
export const eventStore = (items: Items): EventStore => ({
  async after(organizationId, seq, limit) {
    const { pk, sk: after } = keys.event(organizationId, seq);
    const rows = await items.list(pk, { prefix: "event#", after, limit });
    // As text, an event is one level deep, however deep what it tells of.
    return rows.map((row) => ({ seq: Number(row.seq), ...(JSON.parse(String(row.body)) as Event) }));
  },
});

/**
 * Gives an event its place: the organization's next number, the row and the mark that it has one, in one transaction.
 * Told again, it answers the place the event has. Rows and marks are forgotten after 30 days; the count is not.
 */
export const recordEvent =
  (items: Items, now: () => Date) =>
  async (event: Event): Promise<SequencedEvent> => {
    const { organization_id, id } = event;
    const mark = keys.eventId(organization_id, id);
    const count = keys.eventCount(organization_id);
    const ttl = Math.floor(now().getTime() / 1000) + KEPT_SECONDS;
    for (let tried = 0; tried < TRIES; tried += 1) {
      const [known, counted] = await items.read([mark, count]);
      if (known) return { seq: Number(known.seq), ...event };
      const seq = Number(counted?.seq ?? 0) + 1;
      // Guards all three: whoever recorded anything since it was read, this event included, has moved it.
      const unmoved: Guard = counted ? { seq: { equals: seq - 1 } } : ABSENT;
      const done = await items.writeAll([
        { put: { ...count, seq }, if: unmoved },
        { put: { ...keys.event(organization_id, seq), seq, body: JSON.stringify(event), ttl } },
        { put: { ...mark, seq, ttl } },
      ]);
      if (done) return { seq, ...event };
    }
    throw new Error(`The events of organization ${organization_id} are written by too many at once`);
  };
