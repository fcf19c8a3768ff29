import type { StoredFile } from "../domain/attachment.ts";
import type { Bucket, FileStore } from "./file-ports.ts";
import { contradiction, SAMPLE } from "./magic.ts";

/**
 * Looks at what arrived: absent, it stays promised; else its size and its magic number must agree with what was
 * promised, and its ETag is pinned. The result is stored and answered.
 */
export const checkArrival = async (
  deps: { files: Pick<FileStore, "update">; bucket: Pick<Bucket, "head" | "start"> },
  file: StoredFile,
): Promise<StoredFile> => {
  const found = await deps.bucket.head(file.key);
  if (!found) return file;
  const refusal = await objection(deps.bucket, file, found.size);
  const checked: StoredFile = {
    ...file,
    size: found.size,
    etag: found.etag,
    state: refusal === undefined ? "checked" : "refused",
    ...(refusal !== undefined && { refusal }),
  };
  await deps.files.update(checked);
  return checked;
};

const objection = async (
  bucket: Pick<Bucket, "start">,
  file: StoredFile,
  size: number,
): Promise<string | undefined> => {
  if (size === 0) return "The file is empty.";
  if (size !== file.size) return `The file has ${size} bytes; ${file.size} were announced.`;
  return contradiction(file.type, await bucket.start(file.key, SAMPLE));
};
