import { type ParseArgsConfig, parseArgs } from "node:util";
import type * as z from "zod";
import type { DeadLetterStore } from "../../shared/messaging/dead-letter-ports.ts";
import type { Directory } from "../../shared/messaging/directory-ports.ts";
import type { Now } from "../../shared/messaging/ports.ts";

export interface SetupDeps {
  directory: Directory;
  letters: DeadLetterStore;
  now: Now;
}

/** The command line was not understood; the message says what is missing. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export type Command = (deps: SetupDeps, args: string[]) => Promise<Record<string, unknown>>;

/** Options by their flags, parsed with a schema whose errors name the flag. */
export const read = <T extends z.ZodType>(
  args: string[],
  options: NonNullable<ParseArgsConfig["options"]>,
  schema: T,
): z.infer<T> => {
  let values: Record<string, unknown>;
  try {
    ({ values } = parseArgs({ args, options, strict: true }));
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `--${issue.path.join(".")}: ${issue.message}`);
  throw new UsageError(wrong.join("\n"));
};
