import { afterEach } from "vitest";
import { Database } from "../../shared/embedded/database.ts";
import { ITEMS_SCHEMA, sqliteItems } from "../../shared/embedded/items.ts";
import { asStrictAsDynamoDb } from "../support/strict-items.ts";
import { AS_ONE_MACHINE } from "./fifo.ts";
import { killEverywhere } from "./kills.ts";
import { quietLog } from "./quiet.ts";

quietLog();
let database: Database | undefined;
afterEach(() => database?.close());

killEverywhere(
  "on one machine",
  async () => {
    database = new Database(undefined, ITEMS_SCHEMA);
    return asStrictAsDynamoDb(sqliteItems(database));
  },
  AS_ONE_MACHINE,
);
