import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";

type Work<T = unknown> = (sql: (text: string) => StatementSync) => T;
interface Waiting {
  work: Work;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/** At most this many calls share one commit, so that no caller waits for a crowd. */
const BATCH = 50;
/** Pages (4 KiB) the log may grow to before a commit moves it into the database. */
const LOG_PAGES = 8_192;
const IDLE_MS = 250;

export class FolderInUse extends Error {
  override readonly name = "FolderInUse";
}

/**
 * One SQLite file, held by one process. Every write is on disk before its promise settles
 * (`synchronous=FULL`); the writes of one turn of the event loop share a commit and its one fsync.
 */
export class Database {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #waiting: Waiting[] = [];
  #scheduled = false;
  #idle: NodeJS.Timeout | undefined;
  readonly #listeners: (() => void)[] = [];

  /** `folder` undefined: in memory, for tests. */
  constructor(folder: string | undefined, schema: string) {
    if (folder) mkdirSync(folder, { recursive: true });
    this.#db = new DatabaseSync(folder ? join(folder, "outgoing.db") : ":memory:");
    try {
      this.#db.exec(`PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
        PRAGMA wal_autocheckpoint = ${LOG_PAGES}; ${schema}`);
    } catch (error) {
      if (!/locked|busy/.test(String(error))) throw error;
      throw new FolderInUse(`Another server holds the data folder ${folder}. Stop it, or set DATA_DIR.`);
    }
  }

  /** Statements are prepared once. Reads run at once and see only what is committed. */
  readonly sql = (text: string): StatementSync => {
    const known = this.#statements.get(text);
    if (known) return known;
    const statement = this.#db.prepare(text);
    this.#statements.set(text, statement);
    return statement;
  };

  /** Runs `work` in a transaction; settles once it is durable. `work` may run twice and must only touch the database. */
  write<T>(work: Work<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as (value: unknown) => void, reject });
      if (!this.#scheduled) {
        this.#scheduled = true;
        setImmediate(this.#flush);
      }
    });
  }

  /** Calls the listener after every commit; it must not throw. */
  onCommit(listener: () => void): void {
    this.#listeners.push(listener);
  }

  close(): void {
    while (this.#waiting.length > 0) this.#flush();
    clearTimeout(this.#idle);
    this.#statements.clear();
    this.#db.close();
  }

  readonly #flush = (): void => {
    const batch = this.#waiting.splice(0, BATCH);
    this.#scheduled = this.#waiting.length > 0;
    if (this.#scheduled) setImmediate(this.#flush);
    if (batch.length === 0) return;
    if (!this.#commit(batch)) for (const one of batch) this.#commit([one], true);
    this.#checkpointWhenIdle();
  };

  /** False: something threw and nothing was kept, so that each may be tried alone. */
  #commit(batch: Waiting[], alone = batch.length === 1): boolean {
    const results: unknown[] = [];
    try {
      this.#db.exec("BEGIN IMMEDIATE");
      for (const { work } of batch) results.push(work(this.sql));
      this.#db.exec("COMMIT");
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      if (alone) for (const { reject } of batch) reject(error);
      return alone;
    }
    batch.forEach(({ resolve }, index) => {
      resolve(results[index]);
    });
    for (const listener of this.#listeners) listener();
    return true;
  }

  #checkpointWhenIdle(): void {
    if (this.#idle) {
      this.#idle.refresh();
      return;
    }
    this.#idle = setTimeout(() => {
      if (this.#waiting.length === 0) this.#db.exec("PRAGMA wal_checkpoint(PASSIVE)");
    }, IDLE_MS).unref();
  }
}
