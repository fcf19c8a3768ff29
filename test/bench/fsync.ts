import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROUNDS = 300;

/** Milliseconds that one page and its fsync take on the disk the bench writes to. */
export const fsyncMs = (): number => {
  const folder = mkdtempSync(join(tmpdir(), "outgoing-fsync-"));
  const file = openSync(join(folder, "page"), "w");
  const page = Buffer.alloc(4_096);
  const started = performance.now();
  for (let round = 0; round < ROUNDS; round += 1) {
    writeSync(file, page);
    fdatasyncSync(file);
  }
  const ms = (performance.now() - started) / ROUNDS;
  closeSync(file);
  rmSync(folder, { recursive: true });
  return ms;
};
