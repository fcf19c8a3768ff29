import type { Fields } from "./checks.ts";
import { decode, type Fetched, FetchProblem, fetchMedia, isTruthful, sniff } from "./fetch.ts";
import type { Dialect } from "./graph-dialects.ts";
import type { AttachmentType } from "./graph-rules.ts";
import type { Uploads } from "./media.ts";

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes */
const UPLOAD_FAILED = 2018047;
const TOO_BIG = 2018109;

/** Checks `payload` of a file: a URL to be fetched, or the id of something this account uploaded. */
export function checkFilePayload(
  dialect: Dialect,
  type: AttachmentType,
  payload: Fields,
  path: string,
  known: { account: string; uploads: Uploads },
): string | undefined {
  dialect.check.only(payload, path, ["url", "attachment_id", "is_reusable"]);
  if ((payload.url === undefined) === (payload.attachment_id === undefined)) {
    throw dialect.refuse(100, `${path} must have either url or attachment_id`);
  }
  if (payload.is_reusable !== undefined && typeof payload.is_reusable !== "boolean") {
    throw dialect.refuse(100, `${path}.is_reusable must be a boolean`);
  }
  if (payload.url !== undefined) return dialect.check.url(payload.url, `${path}.url`);
  const id = dialect.check.string(payload.attachment_id, `${path}.attachment_id`, { max: 64 });
  if (known.uploads.get(id, known.account)?.type !== type) {
    throw dialect.refuse(100, `Attachment ${id} is not an ${type} of this account`);
  }
  return undefined;
}

/** Fetches a URL as Meta does before it answers, and refuses what cannot be an attachment of this type. */
export async function fetchAttachment(dialect: Dialect, type: AttachmentType, url: string): Promise<Fetched> {
  const max = dialect.rules.maxBytes[type];
  const got = await fetchMedia(url, max).catch((error: unknown) => {
    if (!(error instanceof FetchProblem)) throw error;
    throw dialect.refuse(100, `Upload attachment failure: ${error.message}`, UPLOAD_FAILED);
  });
  if (got.status !== 200) {
    throw dialect.refuse(100, `Upload attachment failure: HTTP status ${got.status}`, UPLOAD_FAILED);
  }
  if (Math.max(got.length ?? 0, got.bytes.length) > max) {
    throw dialect.refuse(100, `Attachment size exceeds allowable limit of ${max} bytes`, TOO_BIG);
  }
  await checkFile(dialect, type, got.contentType, got.bytes);
  checkName(dialect, got.fileName ?? decode(new URL(url).pathname.split("/").at(-1) ?? ""));
  return got;
}

export async function checkFile(
  dialect: Dialect,
  type: AttachmentType,
  contentType: string,
  bytes: Buffer,
): Promise<void> {
  const { accepts, maxBytes } = dialect.rules;
  if (bytes.length > maxBytes[type]) {
    throw dialect.refuse(100, `Attachment size exceeds allowable limit of ${maxBytes[type]} bytes`, TOO_BIG);
  }
  if (bytes.length === 0)
    throw dialect.refuse(100, "Upload attachment failure: the file is empty", UPLOAD_FAILED);
  if (!accepts(type, contentType)) {
    const said = contentType || "no content type";
    throw dialect.refuse(100, `Upload attachment failure: ${said} cannot be sent as ${type}`, UPLOAD_FAILED);
  }
  const found = await sniff(bytes);
  if (!isTruthful(contentType, found) && contentType !== "application/octet-stream") {
    throw dialect.refuse(100, `Upload attachment failure: ${contentType} is really ${found}`, UPLOAD_FAILED);
  }
}

/** Instagram rejects names outside ASCII: https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/send-message */
export function checkName(dialect: Dialect, name: string): void {
  if (dialect.rules.asciiNames && /[^\x20-\x7e]/.test(name)) {
    throw dialect.refuse(100, "Upload attachment failure: the file name must be ASCII", UPLOAD_FAILED);
  }
}
