import { type Checks, checks, type Fields } from "./checks.ts";
import { type Answer, Refusal } from "./errors.ts";
import { xInvalid, xProblem } from "./x-errors.ts";
import { PIECE, type XMediaRule, xMediaRules } from "./x-media.ts";
import type { XUpload, XUploads } from "./x-uploads.ts";

const check: Checks = checks((_problem, details) => xInvalid(details));
const ONE_SHOT = ["media", "media_category", "media_type", "shared", "additional_owners"] as const;
const INITIALIZE = ["media_category", "media_type", "total_bytes", "shared", "additional_owners"] as const;

/**
 * `POST /2/media/upload`, `/initialize`, `/{id}/append`, `/{id}/finalize`, `GET /2/media/upload`, in JSON with base64.
 * https://docs.x.com/x-api/media/upload-media
 */
export async function uploadToX(
  uploads: XUploads,
  user: string,
  steps: readonly string[],
  body: Fields | undefined,
): Promise<Answer> {
  const [first, second] = steps;
  if (first === undefined) return oneShot(uploads, user, check.object(body, "the body", ONE_SHOT));
  if (first === "initialize") return initialize(uploads, user, check.object(body, "the body", INITIALIZE));
  const upload = uploads.of(user, first);
  if (!upload) return xProblem(404, `There is no media ${first}`);
  if (second === "append") return append(upload, check.object(body, "the body", ["media", "segment_index"]));
  if (second === "finalize") return finalize(uploads, upload);
  return xProblem(404, "Not Found");
}

/** `GET /2/media/upload?command=STATUS&media_id=`: films and GIFs alone have a state. */
export function statusAtX(uploads: XUploads, user: string, query: URLSearchParams): Answer {
  const upload = uploads.of(user, query.get("media_id") ?? "");
  if (!upload || upload.rule.isWhole) return xProblem(404, "There is no such media");
  if (upload.state === "pending") upload.state = "ready";
  return told(upload);
}

async function oneShot(uploads: XUploads, user: string, body: Fields): Promise<Answer> {
  const { rule, type } = ruleIn(body);
  if (!rule.isWhole) throw xInvalid("media_category must be one of {dm_image} for an upload in one call");
  const bytes = bytesIn(body, rule.max);
  const upload = uploads.of(user, uploads.open(user, rule, type, bytes.length))!;
  upload.pieces.set(0, bytes);
  return finalize(uploads, upload);
}

function initialize(uploads: XUploads, user: string, body: Fields): Answer {
  const { rule, type } = ruleIn(body);
  const size = check.number(body.total_bytes, "total_bytes", 1, rule.max);
  const id = uploads.open(user, rule, type, size);
  return { status: 200, body: { data: { id, media_key: `13_${id}`, expires_after_secs: 1_295_999 } } };
}

function append(upload: XUpload, body: Fields): Answer {
  if (upload.state !== "open") throw xInvalid("the upload is finished");
  const index = check.number(body.segment_index, "segment_index", 0, 999);
  upload.pieces.set(index, bytesIn(body, PIECE));
  return { status: 200, body: { data: { expires_at: Math.ceil(Date.now() / 1_000) + 86_400 } } };
}

async function finalize(uploads: XUploads, upload: XUpload): Promise<Answer> {
  if (upload.state !== "open") throw xInvalid("the upload is finished");
  const problem = await uploads.finish(upload);
  if (problem !== undefined) throw xInvalid(problem);
  return told(upload);
}

function told({ id, size, state, rule }: XUpload): Answer {
  const info = state === "pending" ? { state, check_after_secs: 1 } : { state: "succeeded" };
  const processing = rule.isWhole ? {} : { processing_info: info };
  return {
    status: 200,
    body: { data: { id, media_key: `3_${id}`, size, expires_after_secs: 86_400, ...processing } },
  };
}

function ruleIn(body: Fields): { rule: XMediaRule; type: string } {
  const category = check.oneOf(body.media_category, "media_category", Object.keys(xMediaRules));
  const rule = xMediaRules[category]!;
  return { rule, type: check.oneOf(body.media_type, "media_type", rule.types) };
}

function bytesIn({ media }: Fields, max: number): Buffer {
  if (typeof media !== "string" || !/^[A-Za-z0-9+/]+={0,2}$/.test(media))
    throw xInvalid("media must be base64");
  const bytes = Buffer.from(media, "base64");
  if (bytes.length <= max) return bytes;
  throw new Refusal(xProblem(413, `media may have ${max} bytes at once`));
}
