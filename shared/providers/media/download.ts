import type { IncomingMessage } from "node:http";
import { parse } from "content-disposition";
import { MAX_FILE_BYTES } from "../../domain/attachment.ts";
import type { Brought } from "../../messaging/fetch-ports.ts";
import { retryAfter } from "../retry-after.ts";
import { type Ask, follow, notAnswered } from "./ask.ts";
import { accessRefused, gone, linkExpired, throttled, tooLarge, unavailable } from "./failures.ts";
import type { Guard } from "./guard.ts";
import { openScratch, type Scratch } from "./scratch.ts";

const MAX_REDIRECTS = 4;

/** A file to be fetched, and what its provider told of it beforehand. */
export interface Located extends Ask {
  /** In hexadecimal. */
  sha256?: string | undefined;
  /** Bytes. */
  size?: number | undefined;
}

/**
 * Fetches a file to this machine's disk, never whole in memory: at most 100 MB, all of it, and what was promised.
 * @throws {NotFetched}
 */
export const download = async (
  located: Located,
  guard: Guard,
  signal: AbortSignal,
  limit = MAX_FILE_BYTES,
): Promise<Brought> => {
  if (located.size !== undefined && located.size > limit) throw tooLarge(limit);
  const scratch = await openScratch();
  try {
    const { answer, url } = await follow(located, guard, { redirects: MAX_REDIRECTS, signal });
    await take(answer, scratch, { located, signal, limit });
    const name = namedIn(answer.headers["content-disposition"]) ?? lastPart(url);
    return Object.assign(scratch, { type: answer.headers["content-type"], name, size: scratch.written() });
  } catch (error) {
    await scratch[Symbol.asyncDispose]();
    throw error;
  }
};

interface Bounds {
  located: Located;
  signal: AbortSignal;
  limit: number;
}

const take = async (answer: IncomingMessage, scratch: Scratch, bounds: Bounds): Promise<void> => {
  try {
    refuse(answer, bounds);
    await pour(answer, scratch, bounds);
    compare(scratch, bounds.located);
  } catch (error) {
    answer.destroy();
    throw error;
  }
};

/** Whether the answer is a file at all, by its head. */
const refuse = ({ statusCode = 0, headers }: IncomingMessage, { located, limit }: Bounds): void => {
  if (statusCode === 404 || statusCode === 410) throw gone(statusCode);
  if (statusCode === 401 || statusCode === 403) {
    throw located.headers.authorization === undefined ? linkExpired(statusCode) : accessRefused(statusCode);
  }
  if (statusCode === 429) throw throttled(retryAfter(headers["retry-after"]));
  if (statusCode !== 200) throw unavailable(`The provider answered with HTTP ${statusCode}.`, statusCode);
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding !== "identity") throw unavailable("The provider sent the file in a code nobody asked for.");
  if (Number(headers["content-length"] ?? 0) > limit) throw tooLarge(limit);
};

const pour = async (answer: IncomingMessage, scratch: Scratch, { signal, limit }: Bounds): Promise<void> => {
  for await (const chunk of unbroken(answer, signal)) {
    if (scratch.written() + chunk.byteLength > limit) throw tooLarge(limit);
    await scratch.write(chunk);
  }
};

/** Tells a provider that broke off from a disk that failed. */
async function* unbroken(answer: IncomingMessage, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const chunks = answer[Symbol.asyncIterator]();
  for (;;) {
    const next = await chunks.next().catch((error: unknown) => {
      throw notAnswered(error, signal);
    });
    if (next.done) return;
    yield next.value as Uint8Array;
  }
}

const compare = (scratch: Scratch, { size, sha256 }: Located): void => {
  const isWhole = size === undefined || size === scratch.written();
  const isSame = sha256 === undefined || sha256 === scratch.sha256();
  if (scratch.written() === 0) throw unavailable("The provider sent an empty file.");
  if (!isWhole || !isSame) throw unavailable("The provider sent other bytes than it announced.");
};

/** https://www.rfc-editor.org/rfc/rfc6266 */
const namedIn = (header: string | undefined): string | undefined => {
  try {
    return header === undefined ? undefined : parse(header).parameters.filename;
  } catch {
    return undefined;
  }
};

/** The end of the path, where it looks like a file's name. */
const lastPart = ({ pathname }: URL): string | undefined => {
  const part = pathname.slice(pathname.lastIndexOf("/") + 1);
  if (!/[^.]\.[a-z0-9]{1,10}$/i.test(part)) return undefined;
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};
