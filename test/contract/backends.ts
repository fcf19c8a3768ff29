import { afterAll, beforeAll, describe } from "vitest";
import { dynamoItems } from "../../shared/aws/items.ts";
import { Database } from "../../shared/embedded/database.ts";
import { ITEMS_SCHEMA, sqliteItems } from "../../shared/embedded/items.ts";
import type { Items } from "../../shared/store/items.ts";
import { noDynamoDb, startDynamoDb, TABLE } from "../support/dynamodb.ts";

interface Opened {
  items: Items;
  close(): Promise<void>;
}

const openSqlite = async (): Promise<Opened> => {
  const database = new Database(undefined, ITEMS_SCHEMA);
  return { items: sqliteItems(database), close: async () => database.close() };
};

const openDynamoDb = async (): Promise<Opened> => {
  const { client, stop } = await startDynamoDb();
  return { items: dynamoItems(client, TABLE.TableName), close: stop };
};

/**
 * Runs one suite over both databases. `items()` is empty at first and shared by the suite's tests, so each names
 * keys of its own. For stores: `onBothDatabases("…", (items) => { const store = () => messageStore(items()); … })`.
 */
export const onBothDatabases = (title: string, suite: (items: () => Items) => void): void => {
  const on = (where: string, open: () => Promise<Opened>) => () => {
    describe(where, () => {
      let opened: Opened | undefined;
      beforeAll(async () => {
        opened = await open();
      });
      afterAll(() => opened?.close());
      suite(() => opened!.items);
    });
  };
  describe(title, on("in SQLite", openSqlite));
  describe.skipIf(noDynamoDb)(title, on(noDynamoDb ?? "in DynamoDB", openDynamoDb));
};
