import type { Items, Key, Write } from "../../shared/store/items.ts";
import { keyOf } from "../../shared/store/items.ts";

/** Bytes. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const MAX = { pk: 2_048, sk: 1_024, item: 400 * 1024 } as const;
/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const MAX_WRITES = 100;

/** Items that refuse what DynamoDB would: SQLite takes keys and items of any length. */
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
};
