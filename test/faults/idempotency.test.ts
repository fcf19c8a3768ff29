import { afterEach } from "vitest";
import { Database } from "../../shared/embedded/database.ts";
import { ITEMS_SCHEMA, sqliteItems } from "../../shared/embedded/items.ts";
import { asStrictAsDynamoDb } from "../support/strict-items.ts";
import { askedAgainEverywhere } from "./idempotency.ts";
import { quietLog } from "./quiet.ts";

quietLog();
let database: Database | undefined;
afterEach(() => database?.close());

askedAgainEverywhere("on one machine", async () => {
  database = new Database(undefined, ITEMS_SCHEMA);
  return asStrictAsDynamoDb(sqliteItems(database));
});
