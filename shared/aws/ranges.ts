import type { QueryCommandInput } from "@aws-sdk/client-dynamodb";
import type { Range } from "../store/items.ts";
import { marshal } from "./expressions.ts";

/** DynamoDB orders strings by their UTF-8 bytes: these are the first and the last of them. */
const FIRST = "\u0000";
const LAST = "\u{10ffff}";

/**
 * The part of a query that names its keys; undefined when nothing can lie in the range (DynamoDB refuses a
 * BETWEEN whose bounds are crossed). It takes one condition on the sort key only, and BETWEEN includes both its
 * ends: a listing that goes down from `after` also finds `after` itself, which the caller drops.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html
 */
export const keysOf = (pk: string, sk: string, partition: string, range: Range) => {
  const low = highest(range.prefix || FIRST, range.newestFirst ? undefined : following(range.after));
  const high = lowest(
    `${range.prefix ?? ""}${LAST}`,
    range.upTo,
    range.newestFirst ? range.after : undefined,
  );
  if (compare(low, high) > 0) return undefined;
  return {
    KeyConditionExpression: "#pk = :pk AND #sk BETWEEN :low AND :high",
    ExpressionAttributeNames: { "#pk": pk, "#sk": sk },
    ExpressionAttributeValues: marshal({ ":pk": partition, ":low": low, ":high": high }),
  } satisfies Partial<QueryCommandInput>;
};

/** The smallest string above this one. */
const following = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : `${text}${FIRST}`;

const compare = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other));

const highest = (one: string, other: string | undefined): string =>
  other !== undefined && compare(other, one) > 0 ? other : one;

const lowest = (...bounds: [string, ...(string | undefined)[]]): string =>
  bounds.reduce<string>(
    (least, one) => (one !== undefined && compare(one, least) < 0 ? one : least),
    bounds[0],
  );
