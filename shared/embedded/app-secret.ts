import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";

/** What links are signed with when the environment names nothing: made once, kept in the data folder. */
export const keptAppSecret = (folder: string): string => {
  const path = join(folder, "app-secret");
  mkdirSync(folder, { recursive: true });
  try {
    const file = openSync(path, "wx", 0o600);
    writeSync(file, randomBytes(32).toString("hex"));
    fsyncSync(file);
    closeSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(path, "utf8");
};
