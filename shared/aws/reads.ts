import {
  type AttributeValue,
  BatchGetItemCommand,
  type DynamoDBClient,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { Item, Key, Range } from "../store/items.ts";
import { type Sleep, sleep } from "./conflicts.ts";
import { keysOf } from "./ranges.ts";
import { rawKey } from "./writes.ts";

/** How often keys that DynamoDB left unprocessed are asked for before the read fails. */
const ROUNDS = 4;
/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const KEYS_PER_CALL = 100;

type Raw = Record<string, AttributeValue>;

export class KeysUnprocessed extends Error {
  override readonly name = "KeysUnprocessed";
}

export const itemOf = (raw: Raw): Item => unmarshall(raw, { wrapNumbers: Number }) as Item;
const nameOf = ({ pk, sk }: Key): string => JSON.stringify([pk, sk]);

/**
 * The items of these keys, in their order, strongly consistent. What DynamoDB leaves unprocessed is asked for
 * again; an item is never called absent because it was not served.
 * @throws {KeysUnprocessed} when some keys are still unserved after four rounds.
 */
export const readKeys = async (
  db: DynamoDBClient,
  table: string,
  keys: Key[],
  wait: Sleep = sleep,
): Promise<(Item | undefined)[]> => {
  const wanted = [...new Map(keys.map((key) => [nameOf(key), rawKey(key)])).values()];
  const calls: Raw[][] = [];
  for (let start = 0; start < wanted.length; start += KEYS_PER_CALL) {
    calls.push(wanted.slice(start, start + KEYS_PER_CALL));
  }
  const answers = await Promise.all(calls.map((call) => readAll(db, table, call, wait)));
  const found = new Map(answers.flat().map((item) => [nameOf(item), item]));
  return keys.map((key) => found.get(nameOf(key)));
};

const readAll = async (db: DynamoDBClient, table: string, keys: Raw[], wait: Sleep): Promise<Item[]> => {
  const found: Item[] = [];
  let wanted = keys;
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round > 0) await wait(20 * 2 ** round);
    const answer = await db.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys: wanted, ConsistentRead: true } } }),
    );
    found.push(...(answer.Responses?.[table] ?? []).map(itemOf));
    wanted = answer.UnprocessedKeys?.[table]?.Keys ?? [];
    if (wanted.length === 0) return found;
  }
  throw new KeysUnprocessed(`DynamoDB left ${wanted.length} keys unprocessed ${ROUNDS} times`);
};

/** One answer holds 1 MB at most, so a page is filled over as many queries as it takes. */
export const query = async (
  db: DynamoDBClient,
  table: string,
  index: boolean,
  partition: string,
  range: Range,
): Promise<Item[]> => {
  const [pk, sk] = index ? ["gpk", "gsk"] : ["pk", "sk"];
  const keys = keysOf(pk!, sk!, partition, range);
  const found: Item[] = [];
  let start: Raw | undefined;
  while (keys && found.length < range.limit) {
    const answer = await db.send(
      new QueryCommand({
        TableName: table,
        ...keys,
        ...(index ? { IndexName: "by_index" } : { ConsistentRead: true }),
        ScanIndexForward: !range.newestFirst,
        Limit: range.limit - found.length + (range.newestFirst && range.after !== undefined ? 1 : 0),
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    found.push(...(answer.Items ?? []).map(itemOf).filter((item) => item[sk!] !== range.after));
    start = answer.LastEvaluatedKey;
    if (!start) break;
  }
  return found.slice(0, range.limit);
};
