import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Database, FolderInUse } from "../../../shared/embedded/database.ts";

const SCHEMA = "CREATE TABLE IF NOT EXISTS things (id INTEGER PRIMARY KEY, name TEXT UNIQUE);";
const ADD = "INSERT INTO things (name) VALUES (?)";

let folder: string;
const open: Database[] = [];
const opened = (where: string) => {
  const database = new Database(where, SCHEMA);
  open.push(database);
  return database;
};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "database-"));
});
afterEach(async () => {
  for (const database of open.splice(0)) database.close();
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
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

describe("a data folder", () => {
  it("keeps what was answered when the process is killed, and only that is missing what was not", async () => {
    const child = fork(join(import.meta.dirname, "writer.ts"), [folder], { execArgv: [] });
    let answered = 0;
    child.on("message", (count) => {
      answered = Number(count);
    });
    while (answered < 200) await once(child, "message");
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
    const stored = names(opened(folder)).map((name) => Number(name));
    expect(stored.length).toBeGreaterThanOrEqual(answered);
    expect(stored).toEqual(Array.from({ length: stored.length }, (_, index) => index + 1));
  });

  it("is refused to a second server, with the reason, and given once the first is closed", () => {
    const first = new Database(folder, SCHEMA);
    expect(() => new Database(folder, SCHEMA)).toThrow(FolderInUse);
    expect(() => new Database(folder, SCHEMA)).toThrow(/Another server holds the data folder .* DATA_DIR/);
    first.close();
    expect(names(opened(folder))).toEqual([]);
  });

  it("is refused to a second process, too", async () => {
    const child = fork(join(import.meta.dirname, "writer.ts"), [folder], { execArgv: [] });
    await once(child, "message");
    expect(() => new Database(folder, SCHEMA)).toThrow(FolderInUse);
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  });

  it("keeps what was asked for in the moment it is closed", async () => {
    const database = new Database(folder, SCHEMA);
    const written = Promise.all(Array.from({ length: 130 }, (_, index) => add(database, `thing ${index}`)));
    database.close();
    await written;
    expect(names(opened(folder))).toHaveLength(130);
  });

  it("has nothing left to do once it is closed", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const database = new Database(folder, SCHEMA);
    await add(database, "a");
    const written = add(database, "b");
    database.close();
    await written;
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it("moves its log into the database once nobody writes", async () => {
    const database = opened(folder);
    const { checkpoints } = watched();
    await add(database, "x".repeat(100_000));
    const before = (await stat(join(folder, "outgoing.db"))).size;
    await vi.waitUntil(() => checkpoints() > 0, { timeout: 5_000 });
    expect((await stat(join(folder, "outgoing.db"))).size).toBeGreaterThan(before);
    await add(database, "y");
    await vi.waitUntil(() => checkpoints() > 1, { timeout: 5_000 });
  });

  it("syncs every commit and is held by one process alone", () => {
    const database = opened(folder);
    const pragma = (name: string) => Object.values(database.sql(`PRAGMA ${name}`).get()!)[0];
    expect([pragma("journal_mode"), pragma("synchronous"), pragma("locking_mode")]).toEqual([
      "wal",
      2,
      "exclusive",
    ]);
  });
});
