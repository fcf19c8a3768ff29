import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Database } from "../../../shared/embedded/database.ts";

const SCHEMA = "CREATE TABLE IF NOT EXISTS things (id INTEGER PRIMARY KEY, name TEXT UNIQUE);";
const ADD = "INSERT INTO things (name) VALUES (?)";

let database: Database;
beforeEach(() => {
  database = new Database(undefined, SCHEMA);
});
afterEach(() => {
  database.close();
  vi.restoreAllMocks();
});

const names = (database: Database) =>
  database
    .sql("SELECT name FROM things ORDER BY id")
    .all()
    .map(({ name }) => name);
const add = (database: Database, name: string) => database.write((sql) => sql(ADD).run(name));

/** How many commits there were, and what else was asked of SQLite at once. */
const watched = () => {
  const exec = vi.spyOn(DatabaseSync.prototype, "exec");
  const count = (text: RegExp) => exec.mock.calls.filter(([sql]) => text.test(sql)).length;
  return {
    commits: () => count(/^COMMIT$/),
    rollbacks: () => count(/^ROLLBACK$/),
    checkpoints: () => count(/checkpoint/),
  };
};

describe("writes of one turn", () => {
  it("share one commit", async () => {
    const { commits } = watched();
    await Promise.all(Array.from({ length: 40 }, (_, index) => add(database, `thing ${index}`)));
    expect(commits()).toBe(1);
    expect(names(database)).toHaveLength(40);
  });

  it("are committed by fifty, in the order they were asked for", async () => {
    const { commits } = watched();
    const asked = Array.from({ length: 120 }, (_, index) => `thing ${String(index).padStart(3, "0")}`);
    await Promise.all(asked.map((name) => add(database, name)));
    expect(commits()).toBe(3);
    expect(names(database)).toEqual(asked);
  });

  it("see what was written before them in the same commit", async () => {
    const count = () => database.write((sql) => sql("SELECT count(*) AS n FROM things").get());
    const [, first, , second] = await Promise.all([add(database, "a"), count(), add(database, "b"), count()]);
    expect([first, second]).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it("are not seen by anybody before they are durable", async () => {
    const written = add(database, "a");
    expect(names(database)).toEqual([]);
    await written;
    expect(names(database)).toEqual(["a"]);
  });

  it("do not fail with the one among them that fails", async () => {
    const { rollbacks } = watched();
    const results = await Promise.allSettled([
      add(database, "a"),
      add(database, "b"),
      add(database, "a"),
      database.write((sql) => {
        sql(ADD).run("half");
        throw new Error("changed its mind");
      }),
      add(database, "c"),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "rejected",
      "rejected",
      "fulfilled",
    ]);
    expect(names(database)).toEqual(["a", "b", "c"]);
    expect(rollbacks()).toBe(3);
    await add(database, "d");
    expect(names(database)).toEqual(["a", "b", "c", "d"]);
  });
});
