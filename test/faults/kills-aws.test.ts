import { CreateTableCommand, DeleteTableCommand } from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dynamoItems } from "../../shared/aws/items.ts";
import { type DynamoDb, noDynamoDb, startDynamoDb, TABLE } from "../support/dynamodb.ts";
import { AS_SQS } from "./fifo.ts";
import { histories, live } from "./history.ts";
import { killEverywhere } from "./kills.ts";
import { quietLog } from "./quiet.ts";

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);
/** The beginning of each: every step is several round trips here. */
const STEPS = 60;

quietLog();
describe.skipIf(noDynamoDb)(noDynamoDb ?? "over DynamoDB, with a queue that behaves as SQS FIFO", () => {
  let db: DynamoDb;
  beforeAll(async () => {
    db = await startDynamoDb();
  });
  afterAll(() => db?.stop());
  const emptied = async () => {
    await db.client.send(new DeleteTableCommand({ TableName: TABLE.TableName }));
    await db.client.send(new CreateTableCommand(TABLE));
    return dynamoItems(db.client, TABLE.TableName);
  };

  killEverywhere("on AWS", emptied, AS_SQS);

  it.each(SEEDS)(
    "whatever fails in history %d, nothing is lost, sent twice or out of order",
    async (seed) => {
      const [deeds] = fc.sample(histories, { seed, numRuns: 1 });
      expect(await live(await emptied(), deeds!.slice(0, STEPS))).toEqual([]);
    },
  );
});
