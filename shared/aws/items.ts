import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { Item, Items, Write, Written } from "../store/items.ts";
import { despiteConflicts } from "./conflicts.ts";
import { itemOf, query, readKeys } from "./reads.ts";
import { changeOf, inTransaction, putOf, removeOf } from "./writes.ts";

/** Items in one DynamoDB table with one index, `by_index` on `gpk` and `gsk`. */
export const dynamoItems = (db: DynamoDBClient, table: string): Items => ({
  read: (keys) => readKeys(db, table, keys),
  write: (change) => guarded(() => despiteConflicts(() => writeOne(db, table, change))),
  writeAll: (changes) => allOrNone(() => despiteConflicts(() => transact(db, table, changes))),
  list: (pk, range) => query(db, table, false, pk, range),
  listIndex: (gpk, range) => query(db, table, true, gpk, range),
});

const FAILED = { ReturnValuesOnConditionCheckFailure: "ALL_OLD" } as const;

/** The item as the write left it. */
const writeOne = async (db: DynamoDBClient, table: string, change: Write): Promise<Item | undefined> => {
  if ("put" in change) {
    await db.send(new PutItemCommand({ ...putOf(table, change), ...FAILED }));
    return change.put;
  }
  if ("remove" in change) {
    await db.send(new DeleteItemCommand({ ...removeOf(table, change), ...FAILED }));
    return undefined;
  }
  const update = { ...changeOf(table, change), ...FAILED, ReturnValues: "ALL_NEW" as const };
  const { Attributes } = await db.send(new UpdateItemCommand(update));
  return Attributes && itemOf(Attributes);
};

const guarded = async (send: () => Promise<Item | undefined>): Promise<Written> => {
  try {
    return { ok: true, item: await send() };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { ok: false, current: error.Item && itemOf(error.Item) };
  }
};

const transact = (db: DynamoDBClient, table: string, changes: Write[]) =>
  db.send(new TransactWriteItemsCommand({ TransactItems: changes.map((one) => inTransaction(table, one)) }));

const allOrNone = async (send: () => Promise<unknown>): Promise<boolean> => {
  try {
    await send();
    return true;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    if (error.CancellationReasons?.some(({ Code }) => Code === "ConditionalCheckFailed")) return false;
    throw error;
  }
};
