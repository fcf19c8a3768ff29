/**
 * The one thing the two databases must be able to do: items under a two-part key, read consistently and changed
 * conditionally. DynamoDB does it as it stands; SQLite does it in `shared/embedded/items.ts`.
 */
export interface Key {
  pk: string;
  sk: string;
}

export type Attributes = Record<string, unknown>;
/** `gpk` and `gsk` place an item in the one index; `ttl` (epoch seconds) lets the database forget it some time later. */
export type Item = Key & Attributes;

/** What must hold of one attribute for a write to happen. `below`: absent, or a smaller value. */
export type Condition =
  | "absent"
  | "present"
  | { equals: string | number | boolean }
  | { below: string | number };
export type Guard = Record<string, Condition>;

export interface Update {
  update: Key;
  set?: Attributes;
  /** Set only where the attribute is not there yet. */
  keep?: Attributes;
  add?: Record<string, number>;
  append?: Record<string, unknown[]>;
  drop?: string[];
  if?: Guard;
}

export type Write = { put: Item; if?: Guard } | Update | { remove: Key; if?: Guard };

/** `item`: how it is now (undefined after a removal). `current`: how it was when a guard did not hold. */
export type Written = { ok: true; item: Item | undefined } | { ok: false; current: Item | undefined };

export interface Range {
  prefix?: string;
  /** Exclusive bound where the listing starts, in its direction. */
  after?: string;
  /** Inclusive upper bound, for ascending listings. */
  upTo?: string;
  limit: number;
  newestFirst?: boolean;
}

export interface Items {
  /** Strongly consistent, in one round trip, in the order of the keys. Keys not served are read again, then it throws. */
  read(keys: Key[]): Promise<(Item | undefined)[]>;
  /** One item, if its guard holds. An update of an absent item makes it. */
  write(change: Write): Promise<Written>;
  /** All or none. False: a guard did not hold. */
  writeAll(changes: Write[]): Promise<boolean>;
  list(pk: string, range: Range): Promise<Item[]>;
  /** The same over the index; may lag behind by moments on DynamoDB. */
  listIndex(gpk: string, range: Range): Promise<Item[]>;
}

export const keyOf = (change: Write): Key =>
  "put" in change ? change.put : "update" in change ? change.update : change.remove;

export const ABSENT: Guard = { pk: "absent" };
export const PRESENT: Guard = { pk: "present" };
