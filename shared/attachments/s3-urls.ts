import { decodeKey, encodeKey, readKey } from "./file-keys.ts";

export { type FileKey, isUnder, keyOf, MAX_KEY_BYTES, readKey } from "./file-keys.ts";

export const s3PathOf = (bucket: string, key: string): string => `s3://${bucket}/${key}`;

/** The address S3 gives the object; whoever asks there without a signature is refused (the bucket is private). */
export const publicUrlOf = (bucket: string, key: string): string =>
  `https://${bucket}.s3.amazonaws.com/${encodeKey(key)}`;

/** `key`: a file of ours. `foreign`: an address that is surely somebody else's. */
export type S3Location = { key: string } | { foreign: true };

export interface LocationOptions {
  /** Where the one-machine server hands out its own links (`<origin>/bucket/<key>?…`); no slash at its end. */
  origin?: string;
}

/** Room for a key of 1,024 bytes, every one of them escaped, and a presigned query with a session token. */
const MAX_LENGTH = 8_192;

const REGION = "[a-z]{2}(?:-[a-z]+)+-[0-9]";
const SERVICE = [
  "s3",
  `s3(?:-fips)?(?:\\.dualstack)?\\.${REGION}`,
  `s3(?:-fips)?-${REGION}`,
  "s3-external-1",
  "s3-accelerate(?:\\.dualstack)?",
].join("|");
/** S3's REST endpoints, bucket in front or not: https://docs.aws.amazon.com/general/latest/gr/s3.html */
const ENDPOINT = new RegExp(`^(?:(?<bucket>.+)\\.)?(?:${SERVICE})\\.amazonaws\\.com(?:\\.cn)?$`);
/** Other doors to a bucket (access points, Object Lambda, Outposts, websites): their names do not tell whose it is. */
const SIDE_DOOR =
  /\.(?:s3-(?:accesspoint|object-lambda|outposts|website)|accesspoint\.s3-global)[.-].*amazonaws\.com(?:\.cn)?$/;
/** An access point's stand-in for a bucket name: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html */
const ALIAS = /(?:-s3alias|--ol-s3)$/;

/**
 * What a presigned GET carries; it says who may read and how the answer is labelled, never which bytes.
 * `versionId`, `partNumber` and the sub-resources say something else than "this file" and are refused.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
const PRESIGNED =
  /^(?:x-amz-(?:algorithm|credential|date|expires|signedheaders|signature|security-token|content-sha256|checksum-mode)|x-id|response-[a-z-]+|awsaccesskeyid|signature|expires)$/i;

/** Old buckets may have capitals and underscores; none has an escape or is made of dots. */
const BUCKET = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/;
const S3_URI = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/(.+)$/su;
const WEB = /^(https?):\/\/([^/?#]*)(\/[^?#]*)?(\?[^#]*)?(#.*)?$/isu;

/**
 * Takes an address of our own bucket back to its key, in every form S3 knows: `s3://`, the bucket in the host or
 * in the path, with or without a region, dual-stack, FIPS, presigned. The raw text is read, not what a URL
 * parser makes of it: that would resolve `..`, drop tabs and turn backslashes before we saw them.
 *
 * Undefined: not an address, one dressed up (user name, control characters, look-alike host), an access point,
 * or our bucket with something that is not one of our keys. Such an address is neither used nor passed on.
 */
export const readS3Location = (
  text: string,
  bucket: string,
  { origin }: LocationOptions = {},
): S3Location | undefined => {
  if (text.length > MAX_LENGTH || /[\p{Cc}\\]/u.test(text) || text.trim() !== text) return undefined;
  if (origin !== undefined && text.startsWith(`${origin}/bucket/`)) return embedded(text, origin);
  const [, inBucket, key] = S3_URI.exec(text) ?? [];
  if (inBucket === bucket) return ours(key);
  if (inBucket !== undefined) return ALIAS.test(inBucket) ? undefined : { foreign: true };
  return web(text, bucket);
};

const ours = (path: string | undefined): S3Location | undefined =>
  path !== undefined && readKey(path) ? { key: path } : undefined;

const embedded = (text: string, origin: string): S3Location | undefined => {
  const [path = ""] = text.slice(`${origin}/bucket/`.length).split("?", 1);
  return ours(decodeKey(path));
};

const web = (text: string, bucket: string): S3Location | undefined => {
  const [, scheme, authority = "", path = "/", query, fragment] = WEB.exec(text) ?? [];
  const host = hostOf(text);
  if (scheme === undefined || host === undefined || authority.includes("@")) return undefined;
  const found = inS3(host, path, bucket);
  if (found === undefined || found === "elsewhere") return found && { foreign: true };
  const plain = scheme.toLowerCase() === "https" && authority.toLowerCase() === host;
  if (!plain || fragment !== undefined || !isPresignedOrBare(query)) return undefined;
  return ours(decodeKey(found.path));
};

/** The host a browser would go to, lower-case; undefined when it would go nowhere. */
const hostOf = (text: string): string | undefined => URL.parse(text)?.hostname || undefined;

const inS3 = (host: string, path: string, bucket: string): { path: string } | "elsewhere" | undefined => {
  const name = host.replace(/\.$/, "");
  if (SIDE_DOOR.test(name)) return undefined;
  const endpoint = ENDPOINT.exec(name);
  if (!endpoint) return isOurHostButNoEndpoint(name, bucket) ? undefined : "elsewhere";
  const inHost = endpoint.groups?.bucket;
  if (inHost === bucket) return { path: path.slice(1) };
  if (inHost !== undefined) return ALIAS.test(inHost) ? undefined : "elsewhere";
  const [first = "", ...rest] = path.slice(1).split("/");
  if (first === bucket) return { path: rest.join("/") };
  return BUCKET.test(first) && !ALIAS.test(first) ? "elsewhere" : undefined;
};

/** Our bucket's name before something of Amazon's that is not a REST endpoint. */
const isOurHostButNoEndpoint = (host: string, bucket: string): boolean =>
  host.startsWith(`${bucket}.`) && /\.amazonaws\.com(?:\.cn)?$/.test(host);

const isPresignedOrBare = (query: string | undefined): boolean =>
  [...new URLSearchParams(query ?? "").keys()].every((name) => PRESIGNED.test(name));
