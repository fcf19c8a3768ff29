import type { Items, Key, Write } from "../../shared/store/items.ts";
import { keyOf } from "../../shared/store/items.ts";

/** Bytes, and levels. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const MAX = { pk: 2_048, sk: 1_024, item: 400 * 1024, name: 65_535, levels: 32 } as const;
/** The same page: what a number's magnitude may be, unless it is 0. */
const NUMBERS = { least: 1e-130, below: 1e126 } as const;
/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const MAX_WRITES = 100;

/** Items that refuse what DynamoDB would: SQLite takes keys and items of any length, depth and number. */
export const asStrictAsDynamoDb = (items: Items): Items => ({
  read: async (keys) => {
    for (const key of keys) checkKey(key);
    return items.read(keys);
  },
  write: async (change) => {
    check(change);
    return items.write(change);
  },
  writeAll: async (changes) => {
    if (changes.length > MAX_WRITES) throw new Error(`${changes.length} writes in one transaction`);
    for (const change of changes) check(change);
    return items.writeAll(changes);
  },
  list: async (pk, range) => {
    checkKey({ pk, sk: range.prefix ?? "-" });
    return items.list(pk, range);
  },
  listIndex: items.listIndex,
});

const checkKey = (key: Key): void => {
  for (const name of ["pk", "sk"] as const) {
    const bytes = Buffer.byteLength(key[name]);
    if (bytes === 0 || bytes > MAX[name]) throw new Error(`A ${name} of ${bytes} bytes`);
  }
};

const check = (change: Write): void => {
  checkKey(keyOf(change));
  const bytes = Buffer.byteLength(JSON.stringify(change));
  if (bytes > MAX.item) throw new Error(`An item of ${bytes} bytes`);
  if ("put" in change) checkValue(change.put, 1);
  if ("update" in change)
    for (const given of [change.set, change.keep, change.add, change.append]) checkValue(given ?? {}, 1);
};

/** The item itself is the first level. */
const checkValue = (value: unknown, level: number): void => {
  if (typeof value === "number" && value !== 0) {
    const magnitude = Math.abs(value);
    if (!(magnitude >= NUMBERS.least && magnitude < NUMBERS.below)) throw new Error(`The number ${value}`);
  }
  if (typeof value !== "object" || value === null) return;
  if (level > MAX.levels) throw new Error(`An item of more than ${MAX.levels} levels`);
  for (const [name, inner] of Object.entries(value)) {
    const bytes = Buffer.byteLength(name);
    if (bytes === 0 || bytes > MAX.name) throw new Error(`A name of ${bytes} bytes`);
    checkValue(inner, level + 1);
  }
};
