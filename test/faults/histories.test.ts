import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Database } from "../../shared/embedded/database.ts";
import { ITEMS_SCHEMA, sqliteItems } from "../../shared/embedded/items.ts";
import { histories, live } from "./history.ts";
import { quietLog } from "./quiet.ts";

/** `FAULT_SEEDS=20000` lives more of them, `FAULT_SEED=123` that one alone. */
const ONLY = process.env.FAULT_SEED;
const SEEDS = Number(process.env.FAULT_SEEDS ?? 1000);
const AT_ONCE = 100;

quietLog();
let database: Database;
beforeAll(() => {
  database = new Database(undefined, ITEMS_SCHEMA);
});
afterAll(() => database.close());

const liveSeed = async (seed: number): Promise<void> => {
  const [deeds] = fc.sample(histories, { seed, numRuns: 1 });
  await database.write((sql) => {
    // Its events as well, or twenty thousand histories would fill the memory.
    for (const table of ["items", "events"]) sql(`DELETE FROM ${table}`).run();
  });
  const violations = await live(sqliteItems(database), deeds!);
  expect(violations, `live it again with FAULT_SEED=${seed}`).toEqual([]);
};

const starts = ONLY
  ? [Number(ONLY)]
  : Array.from({ length: Math.ceil(SEEDS / AT_ONCE) }, (_, index) => index * AT_ONCE + 1);

describe("whatever fails, wherever, in two hundred steps of five conversations", () => {
  it.each(starts)(
    "nothing is lost, sent twice, out of order or shown to another, from history %d on",
    async (start) => {
      const end = ONLY ? start : Math.min(start + AT_ONCE - 1, SEEDS);
      for (let seed = start; seed <= end; seed += 1) await liveSeed(seed);
    },
    300_000,
  );
});
