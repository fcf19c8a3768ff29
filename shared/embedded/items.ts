import {
  type Attributes,
  type Condition,
  type Guard,
  type Item,
  type Items,
  type Key,
  keyOf,
  type Range,
  type Update,
  type Write,
  type Written,
} from "../store/items.ts";
import type { Database } from "./database.ts";
import { addEvents, EVENTS_SCHEMA, forgetEvents } from "./events.ts";

/**
 * Rows stand in the order they came, so the items of many conversations that are written together share few pages
 * (`WITHOUT ROWID` would give each conversation its own; sqlite.org/withoutrowid.html).
 */
export const ITEMS_SCHEMA = `
  CREATE TABLE IF NOT EXISTS items (
    pk TEXT NOT NULL, sk TEXT NOT NULL, body TEXT NOT NULL, gpk TEXT, gsk TEXT, ttl INTEGER,
    PRIMARY KEY (pk, sk)
  );
  CREATE INDEX IF NOT EXISTS items_by_index ON items (gpk, gsk) WHERE gpk IS NOT NULL;
  CREATE INDEX IF NOT EXISTS items_by_ttl ON items (ttl) WHERE ttl IS NOT NULL;
  ${EVENTS_SCHEMA}`;

const GET = "SELECT body FROM items WHERE pk = ? AND sk = ?";
const PUT = `INSERT INTO items (pk, sk, body, gpk, gsk, ttl) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (pk, sk) DO UPDATE SET body = excluded.body, gpk = excluded.gpk, gsk = excluded.gsk, ttl = excluded.ttl`;
const DELETE = "DELETE FROM items WHERE pk = ? AND sk = ?";
const FORGET = "DELETE FROM items WHERE ttl IS NOT NULL AND ttl < ?";

/**
 * Items in SQLite: the same guards as DynamoDB's condition expressions, checked inside the write's transaction, which
 * also holds the events of what it changes.
 */
export const sqliteItems = (database: Database, now: () => Date = () => new Date()): Items => {
  const get = ({ pk, sk }: Key): Item | undefined => parse(database.sql(GET).get(pk, sk));

  const apply = (change: Write): Written => {
    const key = keyOf(change);
    const current = get(key);
    if (!holds(change.if, current)) return { ok: false, current };
    if ("remove" in change) {
      database.sql(DELETE).run(key.pk, key.sk);
      return { ok: true, item: undefined };
    }
    const item = "put" in change ? change.put : updated(current, change);
    database
      .sql(PUT)
      .run(item.pk, item.sk, JSON.stringify(item), text(item.gpk), text(item.gsk), number(item.ttl));
    addEvents(database, current, item, now);
    return { ok: true, item };
  };

  const select = (where: string, column: "sk" | "gsk", partition: string, range: Range): Item[] => {
    const { prefix, after, upTo, limit, newestFirst } = range;
    const clauses = [where];
    const values: string[] = [partition];
    const add = (clause: string, value: string) => {
      clauses.push(clause);
      values.push(value);
    };
    if (prefix !== undefined) {
      add(`${column} >= ?`, prefix);
      add(`${column} < ?`, `${prefix}\u{10ffff}`);
    }
    if (after !== undefined) add(newestFirst ? `${column} < ?` : `${column} > ?`, after);
    if (upTo !== undefined) add(`${column} <= ?`, upTo);
    const order = newestFirst ? "DESC" : "ASC";
    const statement = `SELECT body FROM items WHERE ${clauses.join(" AND ")} ORDER BY ${column} ${order} LIMIT ?`;
    return database
      .sql(statement)
      .all(...values, limit)
      .map((row) => parse(row)!);
  };

  return {
    read: async (keys) => keys.map(get),
    write: (change) => database.write(() => apply(change)),
    writeAll: (changes) => database.write(() => allOrNone(changes, get, apply)),
    list: async (pk, range) => select("pk = ?", "sk", pk, range),
    listIndex: async (gpk, range) => select("gpk = ?", "gsk", gpk, range),
  };
};

/**
 * Drops what has outlived its `ttl` by a day; what is younger is still there for those who check it themselves. And
 * events that are older than they are kept.
 */
export const forgetExpired = async (database: Database, now: Date): Promise<void> => {
  await database.write((sql) => sql(FORGET).run(Math.floor(now.getTime() / 1000) - 86_400));
  await forgetEvents(database, now);
};

const allOrNone = (
  changes: Write[],
  get: (key: Key) => Item | undefined,
  apply: (change: Write) => Written,
): boolean => {
  if (!changes.every((change) => holds(change.if, get(keyOf(change))))) return false;
  for (const change of changes) apply(change);
  return true;
};

const holds = (guard: Guard | undefined, item: Item | undefined): boolean =>
  !guard || Object.entries(guard).every(([name, condition]) => meets(item?.[name], condition));

const meets = (value: unknown, condition: Condition): boolean => {
  if (condition === "absent") return value === undefined;
  if (condition === "present") return value !== undefined;
  if ("equals" in condition) return value === condition.equals;
  return value === undefined || (value as string | number) < condition.below;
};

const updated = (current: Item | undefined, change: Update): Item => {
  const item: Item = { ...change.update, ...change.keep, ...current, ...defined(change.set) };
  for (const [name, amount] of Object.entries(change.add ?? {})) {
    item[name] = Number(current?.[name] ?? 0) + amount;
  }
  for (const [name, values] of Object.entries(change.append ?? {})) {
    item[name] = [...((current?.[name] as unknown[]) ?? []), ...values];
  }
  for (const name of change.drop ?? []) delete item[name];
  return item;
};

/** An undefined value says nothing, as in DynamoDB. */
const defined = (attributes: Attributes | undefined): Attributes =>
  Object.fromEntries(Object.entries(attributes ?? {}).filter(([, value]) => value !== undefined));

const parse = (row: unknown): Item | undefined =>
  row === undefined ? undefined : (JSON.parse((row as { body: string }).body) as Item);
const text = (value: Attributes[string]) => (typeof value === "string" ? value : null);
const number = (value: Attributes[string]) => (typeof value === "number" ? value : null);
