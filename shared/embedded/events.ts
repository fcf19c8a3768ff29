import { randomUUID } from "node:crypto";
import type { Event, SequencedEvent } from "../domain/event.ts";
import type { EventStore } from "../messaging/event-ports.ts";
import { eventsOf } from "../store/events-of.ts";
import type { Item } from "../store/items.ts";
import type { Database } from "./database.ts";

/** Written at the end of its organization and read from there on, so its key is its place (sqlite.org/withoutrowid.html). */
export const EVENTS_SCHEMA = `
  CREATE TABLE IF NOT EXISTS events (
    organization INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (organization, seq)
  ) WITHOUT ROWID;`;

const ADD = `INSERT INTO events (organization, seq, at, body)
  SELECT ?1, coalesce(max(seq), 0) + 1, ?2, ?3 FROM events WHERE organization = ?1`;
const AFTER = "SELECT seq, body FROM events WHERE organization = ? AND seq > ? ORDER BY seq LIMIT ?";
const NEXT_ORGANIZATION = "SELECT min(organization) AS id FROM events WHERE organization > ?";
/** From the oldest to the first that is young enough. The newest always stays: the next `seq` is counted from it. */
const FORGET = `DELETE FROM events WHERE organization = ?1 AND seq < coalesce(
  (SELECT seq FROM events WHERE organization = ?1 AND at >= ?2 ORDER BY seq LIMIT 1),
  (SELECT max(seq) FROM events WHERE organization = ?1))`;

/** How long an event is kept, on both sides. */
const KEPT_MS = 30 * 86_400_000;

/** Called inside the transaction that changes the item: the change and its events are kept together or not at all. */
export const addEvents = (
  { sql }: Database,
  before: Item | undefined,
  after: Item,
  now: () => Date,
): void => {
  const at = now();
  for (const event of eventsOf(before, after, { at, write: randomUUID() })) {
    sql(ADD).run(event.organization_id, at.getTime(), JSON.stringify(event));
  }
};

export const sqliteEvents = (database: Database): EventStore => ({
  after: async (organizationId, seq, limit) =>
    database.sql(AFTER).all(organizationId, seq, limit).map(sequenced),
});

const sequenced = (row: unknown): SequencedEvent => {
  const { seq, body } = row as { seq: number; body: string };
  return { seq, ...(JSON.parse(body) as Event) };
};

/** Drops the events of every organization that are older than 30 days. */
export const forgetEvents = (database: Database, now: Date): Promise<void> =>
  database.write((sql) => {
    let id: unknown = 0;
    for (;;) {
      id = sql(NEXT_ORGANIZATION).get(Number(id))?.id;
      if (id === null || id === undefined) return;
      sql(FORGET).run(Number(id), now.getTime() - KEPT_MS);
    }
  });
