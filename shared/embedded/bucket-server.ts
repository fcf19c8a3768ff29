import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import type { ObjectFacts } from "../messaging/file-ports.ts";
import type { Now } from "../messaging/ports.ts";
import { rangeOf } from "./byte-range.ts";
import { type ObjectFolder, WrongSize } from "./object-folder.ts";
import { type Grant, grantOf, keyIn } from "./signed-links.ts";

export interface BucketRequest {
  method: string;
  url: URL;
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  body: AsyncIterable<Uint8Array>;
}

export interface BucketResponse {
  status: number;
  headers: Record<string, string>;
  body?: ReadableStream<Uint8Array> | string;
  /** What was just uploaded. */
  stored?: ObjectFacts & { key: string };
}

/**
 * The far end of the bucket's links, with S3's answers. As with S3, a link is for one method: one for GET answers
 * HEAD 403. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export const serveBucket =
  (objects: ObjectFolder, secret: () => string, now: Now) =>
  async (request: BucketRequest): Promise<BucketResponse> => {
    const key = keyIn(request.url.pathname);
    if (key === undefined) return failure(400, "InvalidURI", "The path names no object.");
    const grant = grantOf(request.method, key, request.url.searchParams, secret(), now());
    if (grant === "RequestExpired") return failure(403, "AccessDenied", "Request has expired");
    if (grant === "SignatureDoesNotMatch") return mismatch("The signature is not of this request.");
    return grant.method === "PUT" ? put(objects, grant, request) : get(objects, grant, request.headers.range);
  };

const put = async (objects: ObjectFolder, grant: Grant, request: BucketRequest): Promise<BucketResponse> => {
  const { key, type, size = 0 } = grant;
  const refused = unlike(request.headers, type, size);
  if (refused) return refused;
  if (await objects.head(key)) return taken();
  try {
    const kept = await objects.add(key, type, size, request.body);
    if (!kept) return taken();
    return { status: 200, headers: { etag: `"${kept.etag}"` }, stored: { key, ...kept } };
  } catch (error) {
    if (!(error instanceof WrongSize)) throw error;
    return failure(400, "IncompleteBody", `${error.message}.`);
  }
};

/** Whether the headers that the link was signed with are those that came. */
const unlike = (
  headers: Record<string, string | undefined>,
  type: string,
  size: number,
): BucketResponse | undefined => {
  if (headers["content-type"] !== type) return mismatch(`The link is for Content-Type ${type}.`);
  if (headers["if-none-match"] !== "*") return mismatch("The link is for If-None-Match: *.");
  const length = headers["content-length"];
  if (length === undefined) return failure(411, "MissingContentLength", "Send a Content-Length.");
  return length === String(size) ? undefined : mismatch(`The link is for Content-Length ${size}.`);
};

const get = async (
  objects: ObjectFolder,
  grant: Grant,
  header: string | undefined,
): Promise<BucketResponse> => {
  const found = await objects.head(grant.key);
  if (!found) return failure(404, "NoSuchKey", "There is no such object.");
  const range = rangeOf(header, found.size);
  if (range === "unsatisfiable") {
    const answer = failure(416, "InvalidRange", "The object has no such bytes.");
    return { ...answer, headers: { ...answer.headers, "content-range": `bytes */${found.size}` } };
  }
  const { start, end } = range ?? { start: 0, end: found.size - 1 };
  return {
    status: range ? 206 : 200,
    headers: {
      "content-type": grant.type,
      "content-disposition": grant.disposition ?? "attachment",
      "content-length": String(end - start + 1),
      "accept-ranges": "bytes",
      etag: `"${found.etag}"`,
      "x-content-type-options": "nosniff",
      ...(range && { "content-range": `bytes ${start}-${end}/${found.size}` }),
    },
    body: streamOf(objects.dataOf(grant.key), start, end),
  };
};

/** The bytes from `start` to `end`, both included; none when `end` is before `start`. */
export const streamOf = (path: string, start: number, end: number): ReadableStream<Uint8Array> => {
  const file = end < start ? Readable.from([]) : createReadStream(path, { start, end });
  return Readable.toWeb(file) as ReadableStream<Uint8Array>;
};

const mismatch = (message: string) => failure(403, "SignatureDoesNotMatch", message);
const taken = () => failure(412, "PreconditionFailed", "The object is there already.");

/** `message` is markup-free apart from what it quotes, which is escaped. */
const failure = (status: number, code: string, message: string): BucketResponse => ({
  status,
  headers: { "content-type": "application/xml", "x-content-type-options": "nosniff" },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`,
});

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
