import type { FileRef, StoredFile } from "../../shared/domain/attachment.ts";
import type { Failure } from "../../shared/domain/errors.ts";
import { partId } from "../../shared/domain/ids.ts";
import type { Job } from "../../shared/domain/message.ts";
import { NotYet, Unsendable } from "../../shared/messaging/channel-ports.ts";
import type { Bucket, FileStore } from "../../shared/messaging/file-ports.ts";
import type { Now } from "../../shared/messaging/ports.ts";
import type { Endpoint } from "../../shared/providers/endpoint.ts";
import type { Lines } from "../../shared/providers/lines.ts";
import { MEDIA_ID_MS, UPLOAD_MS } from "./limits.ts";
import { type Ask, askX, type Media, stateOf, uploadMedia } from "./media-upload.ts";

export interface MediaDeps {
  lines: Lines;
  files: Pick<FileStore, "get" | "mediaId" | "keepMediaId">;
  bucket: Pick<Bucket, "open">;
  now: Now;
  /** Milliseconds; `UPLOAD_MS` unless told. */
  uploadMs?: number;
}

/**
 * X's id of the uploaded bytes. It serves one message on X alone, one part of ours, and is kept for it: whoever comes back, because X still
 * works on a video or threw the message back, does not upload again.
 */
export const mediaIdFor = async (
  deps: MediaDeps,
  endpoint: Endpoint,
  { id, name, type }: FileRef,
  { message, account }: Job,
  part: number,
): Promise<string> => {
  const ask = askX(deps.lines, endpoint, deps.now, deps.uploadMs ?? UPLOAD_MS);
  const file = { organization_id: message.organization_id, id };
  const user = `${account.id}.${partId(message.id, part)}`;
  const kept = await deps.files.mediaId(file, user, deps.now());
  if (kept !== undefined) return ready(await stateOf(ask, type, kept));
  const bytes = readyOr(await deps.files.get(file.organization_id, id), name);
  const media = await upload(deps, ask, bytes);
  await deps.files.keepMediaId(file, user, media.id, new Date(deps.now().getTime() + MEDIA_ID_MS));
  return ready(media);
};

type Ready = StoredFile & { etag: string };

const upload = async (deps: MediaDeps, ask: Ask, file: Ready): Promise<Media> =>
  uploadMedia(ask, file, await deps.bucket.open(file.key, file.etag));

const ready = ({ id, state, retryAfter }: Media): string => {
  if (state === "ready") return id;
  if (state === "failed") throw new Unsendable(UNUSABLE);
  throw new NotYet("X is still working on the file", retryAfter);
};

/** The file once its bytes were checked. Throws `Unsendable` when they were refused, `NotYet` before. */
const readyOr = (file: StoredFile | undefined, name: string): Ready => {
  if (file?.state === "refused")
    throw new Unsendable({ ...UNUSABLE, message: file.refusal ?? `The file ${name} cannot be sent.` });
  if (file?.state !== "checked" || file.etag === undefined) throw new NotYet("the file has not arrived", 2);
  return { ...file, etag: file.etag };
};

const UNUSABLE: Failure = {
  code: "file_refused",
  message: "X could not use the file.",
  retryable: false,
  fix_by: "agent",
  next_step: "Send it in another format: a video as MP4 with H.264 and AAC, of 0.5 to 140 seconds.",
};
