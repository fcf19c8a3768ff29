import type { AttributeValue, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import type { Key, Update, Write } from "../store/items.ts";
import { conditionOf, marshal, updateOf } from "./expressions.ts";

type Put = Extract<Write, { put: unknown }>;
type Remove = Extract<Write, { remove: unknown }>;

export const rawKey = ({ pk, sk }: Key): Record<string, AttributeValue> => marshal({ pk, sk });

export const putOf = (table: string, change: Put) => ({
  TableName: table,
  Item: marshal(change.put),
  ...conditionOf(change.if),
});

export const removeOf = (table: string, change: Remove) => ({
  TableName: table,
  Key: rawKey(change.remove),
  ...conditionOf(change.if),
});

export const changeOf = (table: string, change: Update) => ({
  TableName: table,
  Key: rawKey(change.update),
  ...updateOf(change),
});

export const inTransaction = (table: string, change: Write): TransactWriteItem => {
  if ("put" in change) return { Put: putOf(table, change) };
  if ("remove" in change) return { Delete: removeOf(table, change) };
  return { Update: changeOf(table, change) };
};
