import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { servedAs } from "../attachments/serving.ts";
import type { StoredFile } from "../domain/attachment.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html */
const MAX_SECONDS = 7 * 24 * 3_600;

/** The presigner leaves these out of the signature unless told; unsigned, a client could send anything else. */
const SIGNED_HEADERS = ["host", "content-type", "content-length", "if-none-match"];

/**
 * A link that takes one PUT of exactly these bytes' number and type, and none once the object exists:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html. `headers` are those the client
 * must set; the length it sends by itself must be the promised one.
 */
export const signedPut = async (
  client: S3Client,
  bucket: string,
  file: Pick<StoredFile, "key" | "type" | "size">,
  now: Date,
  expiresAt: Date,
): Promise<{ url: string; headers: Record<string, string> }> => {
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: file.key,
    ContentType: file.type,
    ContentLength: file.size,
    IfNoneMatch: "*",
  });
  const headers = new Set(SIGNED_HEADERS);
  const url = await getSignedUrl(client, command, {
    ...validity(now, expiresAt),
    signableHeaders: headers,
    unhoistableHeaders: headers,
  });
  return { url, headers: { "content-type": file.type, "if-none-match": "*" } };
};

export const signedGet = async (
  client: S3Client,
  bucket: string,
  file: Pick<StoredFile, "key" | "name" | "type">,
  now: Date,
  expiresAt: Date,
): Promise<string> => {
  const { type, disposition } = servedAs(file);
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key: file.key,
    ResponseContentType: type,
    ResponseContentDisposition: disposition,
  });
  return getSignedUrl(client, command, validity(now, expiresAt));
};

/** S3 counts whole seconds from the moment of signing; a link over a week, or already over, is cut to what it takes. */
const validity = (now: Date, expiresAt: Date) => {
  const seconds = Math.floor(expiresAt.getTime() / 1000) - Math.floor(now.getTime() / 1000);
  return { signingDate: now, expiresIn: Math.min(Math.max(seconds, 1), MAX_SECONDS) };
};
