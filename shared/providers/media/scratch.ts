import { createHash, randomUUID } from "node:crypto";
import { open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const CHUNK = 256 * 1024;

/** A file of this machine's that nobody else sees. */
export interface Scratch extends AsyncDisposable {
  write(chunk: Uint8Array): Promise<void>;
  /** Bytes so far. */
  written(): number;
  /** Of what was written so far, in hexadecimal. */
  sha256(): string;
  start(bytes: number): Promise<Uint8Array>;
  bytes(): AsyncIterable<Uint8Array>;
}

/** Its name is taken away at once: the disk has its room back however this process ends. */
export const openScratch = async (): Promise<Scratch> => {
  const path = join(tmpdir(), `outgoing-${randomUUID()}`);
  const file = await open(path, "wx+", 0o600);
  await rm(path);
  const hash = createHash("sha256");
  let size = 0;
  const read = async (at: number, length: number): Promise<Uint8Array> => {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, at);
    return buffer.subarray(0, bytesRead);
  };
  return {
    async write(chunk) {
      for (let done = 0; done < chunk.byteLength; ) {
        done += (await file.write(chunk, done, chunk.byteLength - done, size + done)).bytesWritten;
      }
      hash.update(chunk);
      size += chunk.byteLength;
    },
    written: () => size,
    sha256: () => hash.copy().digest("hex"),
    start: (bytes) => read(0, bytes),
    async *bytes() {
      for (let at = 0; at < size; ) {
        const chunk = await read(at, CHUNK);
        if (chunk.byteLength === 0) throw new Error("The scratch file ended before its end");
        at += chunk.byteLength;
        yield chunk;
      }
    },
    [Symbol.asyncDispose]: () => file.close(),
  };
};
