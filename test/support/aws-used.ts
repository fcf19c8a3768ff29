import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { dynamoItems } from "../../shared/aws/items.ts";
import type { Items } from "../../shared/store/items.ts";
import type { Used } from "./aws-prices.ts";
import { TABLE } from "./dynamodb.ts";

/** Megabytes and billed milliseconds of each function: assumed, with a provider that answers in 200 ms. */
const RUNS = {
  accept: [512, 25],
  deliver: [256, 240],
  webhook: [256, 20],
  publish: [256, 15],
  record: [256, 30],
} as const;

/** Counts a call of a function. */
export const running =
  (used: Used) =>
  <T>(name: keyof typeof RUNS, work: () => Promise<T>): Promise<T> => {
    const [megabytes, milliseconds] = RUNS[name];
    used.invocation += 1;
    used.gbSecond += (megabytes / 1024) * (milliseconds / 1000);
    return work();
  };

/** A request is paid for by every 64 KB of what it carries. */
export const chunks = (texts: string[]): number =>
  Math.max(1, Math.ceil(Buffer.byteLength(texts.join("")) / 65_536));

/** Items whose capacity is counted as the database itself reports it. */
export const counting = (client: DynamoDBClient, used: Used): Items => {
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        (args.input as { ReturnConsumedCapacity?: string }).ReturnConsumedCapacity = "TOTAL";
        const answer = await next(args);
        const { ConsumedCapacity } = answer.output as { ConsumedCapacity?: Capacity | Capacity[] };
        const units = [ConsumedCapacity ?? []].flat().reduce((all, one) => all + (one.CapacityUnits ?? 0), 0);
        used[/Query|Get/.test(commandName) ? "read" : "write"] += units;
        return answer;
      },
    { step: "initialize" },
  );
  return dynamoItems(client, TABLE.TableName);
};
interface Capacity {
  CapacityUnits?: number;
}
