import type { Event, SequencedEvent } from "../domain/event.ts";
import { batched } from "../domain/event-batch.ts";
import { ABSENT, type Guard, type Item, type Items, type Key, type Write } from "./items.ts";
import { keys } from "./keys.ts";
import { packEvents } from "./packed-events.ts";

/** Two recorders of one organization meet when a record is handed out twice; each loss means the other got on. */
const TRIES = 50;
const KEPT_SECONDS = 30 * 86_400;

/**
 * Gives one organization's events their places: the next numbers in the order given, in as few transactions as hold
 * them. An event that has its place keeps it, so what was recorded in part goes on where it stopped. Answers all of
 * them in the order of their places.
 */
export const recordEvents =
  (items: Items, now: () => Date) =>
  async (events: Event[]): Promise<SequencedEvent[]> => {
    const placed: SequencedEvent[] = [];
    const ttl = Math.floor(now().getTime() / 1000) + KEPT_SECONDS;
    for (const batch of batched(events)) placed.push(...(await recordBatch(items, batch, ttl)));
    return placed.sort((one, other) => one.seq - other.seq);
  };

const recordBatch = async (items: Items, batch: Event[], ttl: number): Promise<SequencedEvent[]> => {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const plan = await planFor(items, batch);
    if (plan.fresh.length === 0 || (await items.writeAll(writesOf(plan, ttl))))
      return unique(batch).map((event) => ({ seq: plan.places.get(event.id)!, ...event }));
  }
  throw new Error(`The events of organization ${batch[0]!.organization_id} are written by too many at once`);
};

/** What the organization's count was, and every event's place: what it has, or what comes next. */
interface Plan {
  counted: Item | undefined;
  fresh: Event[];
  places: Map<string, number>;
}

const planFor = async (items: Items, batch: Event[]): Promise<Plan> => {
  const count = keys.eventCount(batch[0]!.organization_id);
  const [counted, ...marked] = await items.read([count, ...marksFor(batch).keys()]);
  const places = placesIn(marked);
  const fresh = unique(batch).filter(({ id }) => !places.has(id));
  for (const [index, { id }] of fresh.entries()) places.set(id, Number(counted?.seq ?? 0) + index + 1);
  return { counted, fresh, places };
};

/** One transaction: the count, a page of events, and the marks that these have their places. */
const writesOf = ({ counted, fresh, places }: Plan, ttl: number): Write[] => {
  const { organization_id, id } = fresh.at(-1)!;
  const seq = places.get(id)!;
  return [
    // Whoever recorded anything since it was read has moved it.
    {
      put: { ...keys.eventCount(organization_id), seq },
      if: counted ? { seq: { equals: Number(counted.seq) } } : ABSENT,
    },
    { put: { ...keys.eventPage(organization_id, seq), seq, body: packEvents(fresh), ttl } },
    ...[...marksFor(fresh)].map(([key, ids]) => markWrite(key, ids, places, ttl)),
  ];
};

/**
 * A mark says which place an event has. Those of one second of changes share an item, so that a batch costs one or two
 * of them: a change told again was always stored at the same second.
 */
const marksFor = (events: Event[]): Map<Key, string[]> => {
  const bySecond = new Map<number, [Key, string[]]>();
  for (const { organization_id, id, at } of events) {
    const second = Math.floor(Date.parse(at) / 1000);
    const [key, ids] = bySecond.get(second) ?? [keys.eventMarks(organization_id, second), []];
    bySecond.set(second, [key, [...ids, id]]);
  }
  return new Map(bySecond.values());
};

/** The keys of a read are not read in one moment: an event that got its place in between is seen here. */
const markWrite = (key: Key, ids: string[], places: Map<string, number>, ttl: number): Write => ({
  update: key,
  set: { ...Object.fromEntries(ids.map((id) => [id, places.get(id)])), ttl },
  if: Object.fromEntries(ids.map((id) => [id, "absent"])) as Guard,
});

const placesIn = (marked: (Item | undefined)[]): Map<string, number> =>
  new Map(
    marked.flatMap((item) =>
      Object.entries(item ?? {}).flatMap(([id, seq]) =>
        typeof seq === "number" ? [[id, seq] as const] : [],
      ),
    ),
  );

const unique = (events: Event[]): Event[] => [...new Map(events.map((event) => [event.id, event])).values()];
