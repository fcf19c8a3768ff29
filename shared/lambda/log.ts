import { AsyncLocalStorage } from "node:async_hooks";
import { pino } from "pino";
import { Refusal } from "../domain/errors.ts";
import type { Log } from "../messaging/ports.ts";

const context = new AsyncLocalStorage<Record<string, unknown>>();

/** Everything logged inside carries these fields. */
export const withContext = <T>(fields: Record<string, unknown>, run: () => T): T => context.run(fields, run);

/** What is known of an error without what it may have read: links, numbers and files are masked, JSON is not quoted. */
export const safeError = (error: unknown): Record<string, unknown> => {
  if (!(error instanceof Error)) return { name: typeof error };
  const message = error instanceof SyntaxError ? "malformed text" : error.message;
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    message: mask(message).slice(0, 300),
    ...("code" in error && { code: String(error.code) }),
    stack: frames.slice(0, 8).map((line) => line.trim()),
    ...(error.cause !== undefined && { cause: safeError(error.cause) }),
  };
};

/** A key of the bucket ends in a file's name, which may contain anything but a line break. */
const KEY = /(?<!\d)\d+(?:\/|%2f)[0-9a-z]{26}(?:\/|%2f)[^\n]*/gi;

/** Keys come first: the other masks would take their beginning and leave the name. */
const mask = (text: string): string =>
  text
    .replace(KEY, "<file>")
    .replace(/[a-z0-9+]+:\/\/\S+/gi, "<link>")
    .replace(/\+?\d[\d -]{6,}\d/g, "<number>")
    .replace(/\S+@\S+/g, "<address>");

const logger = pino({
  level: process.env.LOG_LEVEL ?? "info",
  base: null,
  mixin: () => context.getStore() ?? {},
  serializers: { error: safeError },
  timestamp: pino.stdTimeFunctions.isoTime,
});

export const log: Log = {
  info: (fields, sentence) => logger.info(fields, sentence),
  warn: (fields, sentence) => logger.warn(fields, sentence),
  error: (fields, sentence) => logger.error(fields, sentence),
};

/** Logs what was our fault: a surprise, or what is behind a refusal that has a cause. Other refusals are answers. */
export const reportFault = (error: unknown): void => {
  if (!(error instanceof Refusal)) log.error({ error }, "a request failed");
  else if (error.cause !== undefined)
    log.error({ error: error.cause }, "a request was refused for a fault of ours");
};
