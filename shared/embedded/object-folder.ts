import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as z from "zod";
import type { ObjectFacts } from "../messaging/file-ports.ts";

/** What is kept beside the bytes; the key is there for whoever looks into the folder. */
const Label = z.object({ key: z.string(), type: z.string(), etag: z.string() });

/** The body ended before its promised size, went beyond it, or broke off: nothing was kept. */
export class WrongSize extends Error {
  override readonly name = "WrongSize";
}

/**
 * Objects as folders of two files, `data` and `label.json`. An object is written and synced apart, then moved
 * into place in one step that fails if the place is taken: a crash leaves no half object, and nothing is ever
 * overwritten. A key's place is its SHA-256, so no key, whatever it contains, leads anywhere else.
 */
export class ObjectFolder {
  readonly #root: string;
  readonly #incoming: string;
  #swept: Promise<void> | undefined;

  constructor(root: string) {
    this.#root = root;
    this.#incoming = join(root, "incoming");
  }

  /** The path of an object's bytes, whether or not it is there. */
  dataOf(key: string): string {
    return join(this.#placeOf(key), "data");
  }

  async head(key: string): Promise<ObjectFacts | undefined> {
    try {
      const { size } = await stat(this.dataOf(key));
      const label = await readFile(join(this.#placeOf(key), "label.json"), "utf8");
      return { size, etag: etagIn(label) };
    } catch (error) {
      if (codeOf(error) === "ENOENT") return undefined;
      throw error;
    }
  }

  /**
   * Keeps the body under the key; undefined when the key was taken. It is on disk when this settles.
   * @throws {WrongSize} when the body is not exactly `size` bytes; no more than that is read of it.
   */
  async add(
    key: string,
    type: string,
    size: number,
    body: AsyncIterable<Uint8Array>,
  ): Promise<ObjectFacts | undefined> {
    await this.#sweepOnce();
    const draft = join(this.#incoming, randomUUID());
    await mkdir(draft);
    try {
      const etag = await writeBody(join(draft, "data"), size, body);
      await writeSynced(join(draft, "label.json"), JSON.stringify({ key, type, etag }));
      await sync(draft);
      return (await this.#moveIn(draft, key)) ? { size, etag } : undefined;
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  }

  #placeOf(key: string): string {
    const hash = createHash("sha256").update(key).digest("hex");
    return join(this.#root, hash.slice(0, 2), hash);
  }

  async #moveIn(draft: string, key: string): Promise<boolean> {
    const place = this.#placeOf(key);
    await mkdir(dirname(place), { recursive: true });
    try {
      await rename(draft, place);
    } catch (error) {
      if (codeOf(error) === "ENOTEMPTY" || codeOf(error) === "EEXIST") return false;
      throw error;
    }
    await sync(dirname(place));
    await sync(this.#root);
    return true;
  }

  /** A sweep that failed is tried again by the next upload. */
  async #sweepOnce(): Promise<void> {
    this.#swept ??= this.#sweep();
    try {
      await this.#swept;
    } catch (error) {
      this.#swept = undefined;
      throw error;
    }
  }

  /** What a crash left half written. The data folder is held by one server, so none of it is in use. */
  async #sweep(): Promise<void> {
    await mkdir(this.#incoming, { recursive: true });
    for (const name of await readdir(this.#incoming)) {
      await rm(join(this.#incoming, name), { recursive: true, force: true });
    }
  }
}

/** What a parser says of a damaged label quotes it, and with it the key, which ends in a file's name. */
const etagIn = (label: string): string => {
  try {
    return Label.parse(JSON.parse(label)).etag;
  } catch {
    throw new Error("The label beside an object is damaged");
  }
};

/** The MD5 of the bytes, as S3's ETag of a plain upload. */
const writeBody = async (path: string, size: number, body: AsyncIterable<Uint8Array>): Promise<string> => {
  const hash = createHash("md5");
  let written = 0;
  await using file = await open(path, "wx");
  for await (const chunk of unbroken(body)) {
    written += chunk.byteLength;
    if (written > size) throw new WrongSize(`More than the promised ${size} bytes came`);
    hash.update(chunk);
    await writeWhole(file, chunk);
  }
  if (written < size) throw new WrongSize(`${written} of the promised ${size} bytes came`);
  await file.sync();
  return hash.digest("hex");
};

/** Tells a sender that went away from a disk that failed. */
async function* unbroken(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await chunks.next().catch((cause) => {
        throw new WrongSize("The sender broke off", { cause });
      });
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await chunks.return?.();
  }
}

const writeWhole = async (file: FileHandle, chunk: Uint8Array): Promise<void> => {
  for (let start = 0; start < chunk.byteLength; ) {
    start += (await file.write(chunk, start)).bytesWritten;
  }
};

const writeSynced = async (path: string, text: string): Promise<void> => {
  await using file = await open(path, "wx");
  await file.writeFile(text);
  await file.sync();
};

const sync = async (folder: string): Promise<void> => {
  await using handle = await open(folder, "r");
  await handle.sync();
};

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;
