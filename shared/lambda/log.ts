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
  // The stack begins with the message, which may have lines of its own that look like frames.
  const frames = (error.stack ?? "")
    .replace(error.message, "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    message: mask(messageOf(error)).slice(0, 300),
    ...("code" in error && { code: String(error.code) }),
    stack: frames.slice(0, 8).map((line) => line.trim()),
    ...(error.cause !== undefined && { cause: safeError(error.cause) }),
  };
};

/** A schema's complaint is kept by its paths and codes; everything else in it is quoted. */
const messageOf = (error: Error): string => {
  if (error instanceof SyntaxError) return "malformed text";
  if (!("issues" in error) || !Array.isArray(error.issues)) return error.message;
  return error.issues.map(({ path = [], code }) => `${[path].flat().join(".")}: ${code}`).join(", ");
};

/** What a database or a provider quotes may be anybody's text; a path of this machine is not. */
const QUOTED = /"(?:[^"\\]|\\.)*"|(?<!\w)'(?!\/)[^'\n]*'/g;
const IP_ADDRESS =
  /(?<![\d.])(?!127\.)\d{1,3}(?:\.\d{1,3}){3}(?![\d.])|(?<![\w:])(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{0,4}/gi;
/** Signatures and tokens: long, with a digit, and none of our own ids. */
const OPAQUE = /(?<![\w+/=-])(?!01[0-9a-z]{24,25}(?![\w+/=-]))(?=[\w+/=-]*\d)[\w+/=-]{24,}/g;

/** A key of the bucket ends in a file's name, which may contain anything but a line break. */
const KEY = /(?<!\d)\d+(?:\/|%2f)[0-9a-z]{26}(?:\/|%2f)[^\n]*/gi;

/** Keys come first: the other masks would take their beginning and leave the name. */
const mask = (text: string): string =>
  text
    .replace(KEY, "<file>")
    .replace(/[a-z0-9+]+:\/\/\S+/gi, "<link>")
    .replace(QUOTED, "<quoted>")
    .replace(IP_ADDRESS, "<host>")
    .replace(OPAQUE, "<opaque>")
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
