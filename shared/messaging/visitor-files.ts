import { safeName } from "../attachments/file-names.ts";
import { keyOf } from "../attachments/s3-urls.ts";
import { type FileRef, MIME, type StoredFile } from "../domain/attachment.ts";
import type { Conversation } from "../domain/conversation.ts";
import { Refusal, unprocessable, violation } from "../domain/errors.ts";
import type { Ids } from "../domain/ids.ts";
import type { Bucket, FileStore } from "./file-ports.ts";
import { contradiction, SAMPLE } from "./magic.ts";
import type { Now } from "./ports.ts";
import { FILES_MAX, UPLOAD_MAX_BYTES } from "./visitor-limits.ts";

/** A file whose bytes came with the request. */
export interface Upload {
  name: string;
  type: string;
  bytes: Uint8Array;
}

export interface UploadDeps {
  files: Pick<FileStore, "add">;
  bucket: Pick<Bucket, "put" | "head">;
  ids: Ids;
  now: Now;
}

const PATH = "/attachments";

/** Refuses what cannot be taken, before anything of it is put away: too many, too large, or not what it is called. */
const checkUploads = async (uploads: Upload[]): Promise<void> => {
  const bytes = uploads.reduce((sum, upload) => sum + upload.bytes.byteLength, 0);
  if (bytes > UPLOAD_MAX_BYTES) {
    const most = `${UPLOAD_MAX_BYTES / 1024 / 1024} MB`;
    throw new Refusal(
      413,
      `The files of one request have at most ${most} together; upload larger ones by POST /s3-url-signing.`,
    );
  }
  if (uploads.length > FILES_MAX) {
    throw unprocessable([violation(PATH, "too_many_files", `A message has at most ${FILES_MAX} files.`)]);
  }
  const found = await Promise.all(uploads.map(objection));
  const wrong = found.filter((message) => message !== undefined);
  if (wrong.length > 0) throw unprocessable(wrong.map((message) => violation(PATH, "file_refused", message)));
};

const objection = async ({ type, bytes }: Upload): Promise<string | undefined> => {
  if (!MIME.test(type)) return "A file's type must be a MIME type such as image/jpeg.";
  if (bytes.byteLength === 0) return "The file is empty.";
  return contradiction(type, bytes.subarray(0, SAMPLE));
};

/**
 * Checks a visitor's files and puts them away under the organization's own prefix: the bytes first, so that no row is
 * without them.
 */
export const putAway =
  (deps: UploadDeps) =>
  async (of: Conversation, uploads: Upload[]): Promise<FileRef[]> => {
    await checkUploads(uploads);
    return Promise.all(uploads.map((upload) => store(deps, of, upload)));
  };

const store = async (deps: UploadDeps, of: Conversation, upload: Upload): Promise<FileRef> => {
  const now = deps.now();
  const id = deps.ids.time(now);
  const name = safeName(upload.name, upload.type);
  const key = keyOf(of.organization_id, id, name);
  const size = upload.bytes.byteLength;
  await deps.bucket.put({ key, type: upload.type, size }, only(upload.bytes));
  const kept = await deps.bucket.head(key);
  // The key is new, so it was ours to put and is there: whatever else is found is not what was checked.
  if (kept?.size !== size) throw new Error("A file that was just put away is not there");
  const file: StoredFile = {
    id,
    organization_id: of.organization_id,
    conversation_id: of.id,
    key,
    name,
    type: upload.type,
    size,
    state: "checked",
    etag: kept.etag,
    created_at: now.toISOString(),
  };
  await deps.files.add(file);
  return { id, key, name, type: file.type, size };
};

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
