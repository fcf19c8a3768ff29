import { CreateTableCommand, DeleteTableCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe } from "vitest";
import { dynamoItems } from "../../shared/aws/items.ts";
import type { Items } from "../../shared/store/items.ts";
import { type DynamoDb, noDynamoDb, startDynamoDb, TABLE } from "../support/dynamodb.ts";

/** A suite over the adapter of DynamoDB; `emptied` gives a table of its own to each that asks. */
export const onDynamoDb = (title: string, suite: (emptied: () => Promise<Items>) => void): void => {
  describe.skipIf(noDynamoDb)(noDynamoDb ?? title, () => {
    let db: DynamoDb;
    beforeAll(async () => {
      db = await startDynamoDb();
    });
    afterAll(() => db?.stop());
    suite(async () => {
      await db.client.send(new DeleteTableCommand({ TableName: TABLE.TableName }));
      await db.client.send(new CreateTableCommand(TABLE));
      return dynamoItems(db.client, TABLE.TableName);
    });
  });
};
