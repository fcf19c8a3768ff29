import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Database } from "../../shared/embedded/database.ts";
import { ITEMS_SCHEMA, sqliteItems } from "../../shared/embedded/items.ts";
import type { Items } from "../../shared/store/items.ts";
import { histories, live } from "./history.ts";
import { Instance } from "./instance.ts";
import { nameOf } from "./ports.ts";
import { quietLog } from "./quiet.ts";

quietLog();
let database: Database;
beforeEach(() => {
  database = new Database(undefined, ITEMS_SCHEMA);
});
afterEach(() => database.close());

/** What the first of a few histories tells that tells anything. */
const firstWrong = async (spoilt: (items: Items) => Items["write"], endless = false): Promise<string> => {
  for (let seed = 1; seed <= 30; seed += 1) {
    const [deeds] = fc.sample(histories, { seed, numRuns: 1 });
    await database.write((sql) => sql("DELETE FROM items").run());
    const items = sqliteItems(database);
    const wrong = await live({ ...items, write: spoilt(items) }, deeds!, endless);
    if (wrong.length > 0) return wrong.join();
  }
  return "";
};

it("a function that goes round in circles is ended, and its run is no success", async () => {
  const instance = new Instance();
  const work = async () => {
    for (;;) await instance.call("look", async () => {}).catch(() => {});
  };
  await expect(instance.run(work)).rejects.toThrow(/^No rest after 1000 calls, the last of them look/);
  expect(instance.isGone).toBe(true);
});

describe("a history tells what is wrong, and does not hang, over a database that", () => {
  it("grants a claim to everybody who asks", async () => {
    // A worker whose time is over calls nobody, so that nothing but the claim is between two workers here.
    const granting = await firstWrong(
      (items) => (change) => items.write(nameOf(change) === "write intent" ? { ...change, if: {} } : change),
      true,
    );
    expect(granting).toMatch(/was sent although|was sent again/);
  });

  it("forgets what became of a call", async () => {
    const forgetful = await firstWrong((items) => async (change) => {
      if (nameOf(change) !== "write outcome" || !("update" in change)) return items.write(change);
      return { ok: true, item: (await items.read([change.update]))[0] };
    });
    expect(forgetful).toMatch(/No rest after|stays sending|forgot what was reported/);
  });
});
