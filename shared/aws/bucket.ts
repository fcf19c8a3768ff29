import { Readable } from "node:stream";
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  type S3ClientConfig,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import type { Bucket } from "../messaging/file-ports.ts";
import type { Now } from "../messaging/ports.ts";
import { signedGet, signedPut } from "./s3-links.ts";

/**
 * What the client of a bucket must be made with. By default the SDK signs the checksum of an empty body into a
 * presigned PUT, and S3 then refuses the real one: https://github.com/aws/aws-sdk-js-v3/issues/6994
 */
export const S3_OPTIONS = {
  requestChecksumCalculation: "WHEN_REQUIRED",
  responseChecksumValidation: "WHEN_REQUIRED",
} as const satisfies S3ClientConfig;

/** The object is no longer the one that was checked. Its key, which ends in a file's name, is not for the log. */
export class ObjectChanged extends Error {
  override readonly name = "ObjectChanged";
}

/**
 * A bucket of S3. ETags are without their quotes, as S3's event notifications write them. `head` needs the
 * permission `s3:ListBucket`: without it S3 answers 403, not 404, for an object that is not there.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
 */
export const s3Bucket = (client: S3Client, name: string, now: Now = () => new Date()): Bucket => ({
  name,
  signPut: (file, expiresAt) => signedPut(client, name, file, now(), expiresAt),
  signGet: (file, expiresAt) => signedGet(client, name, file, now(), expiresAt),

  async put({ key, type, size }, bytes) {
    const described = { Bucket: name, Key: key, ContentType: type, ContentLength: size, IfNoneMatch: "*" };
    const Body = Readable.from(bytes, { objectMode: false });
    const broken = new AbortController();
    // The client would wait for the rest of a source that broke, and its error would end the process.
    Body.once("error", (error) => broken.abort(error));
    try {
      const command = new PutObjectCommand({ ...described, Body });
      await client.send(command, { abortSignal: broken.signal });
      return true;
    } catch (error) {
      if (hasStatus(error, 412)) return false;
      throw error;
    } finally {
      Body.destroy();
    }
  },

  async head(key) {
    try {
      const found = await client.send(new HeadObjectCommand({ Bucket: name, Key: key }));
      return { size: found.ContentLength ?? 0, etag: bare(found.ETag) };
    } catch (error) {
      if (hasStatus(error, 404)) return undefined;
      throw error;
    }
  },

  async start(key, bytes) {
    try {
      const Range = `bytes=0-${bytes - 1}`;
      const { Body } = await client.send(new GetObjectCommand({ Bucket: name, Key: key, Range }));
      return (await Body!.transformToByteArray()).subarray(0, bytes);
    } catch (error) {
      // No range fits an object without bytes.
      if (hasStatus(error, 416)) return new Uint8Array();
      throw error;
    }
  },

  async open(key, etag) {
    const IfMatch = `"${etag}"`;
    const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket: name, Key: key, IfMatch }));
    const stream = Body!.transformToWebStream() as ReadableStream<Uint8Array>;
    if (bare(ETag) === etag) return stream;
    // A store that speaks S3 without conditional reads.
    await stream.cancel();
    throw new ObjectChanged("The object is no longer the one that was checked");
  },
});

const bare = (etag: string | undefined): string => (etag ?? "").replaceAll('"', "");

const hasStatus = (error: unknown, status: number): boolean =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === status;
