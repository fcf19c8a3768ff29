/** A file's key taken apart. Its second segment is the `conversation_file_id`, so a key names its row by itself. */
export interface FileKey {
  organization_id: number;
  file_id: string;
  name: string;
}

/** S3's own limit, in bytes of UTF-8: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
export const MAX_KEY_BYTES = 1_024;

const ORGANIZATION = /^[1-9][0-9]{0,15}$/;
const FILE_ID = /^[0-9a-z]{26}$/;

/**
 * What no part of a key may hold: control characters and bidi marks, a backslash and the slashes that look like
 * one, and what an address would read as its query, fragment or escape. Without those, a key stays itself
 * whether or not somebody forgot to encode it.
 */
const UNSAFE =
  /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\\\u2044\u2215\u29f8\u29f9\uff0f\uff3c?#]|%[0-9a-f]{2}/iu;

const isSafeText = (text: string): boolean => text.isWellFormed() && !UNSAFE.test(text);

/** `<organization>/<file_id>/<name>`; the name is one that `safeName` made. */
export const keyOf = (organizationId: number, fileId: string, name: string): string =>
  `${organizationId}/${fileId}/${name}`;

/** Undefined for anything that `keyOf` would not have made. */
export const readKey = (key: string): FileKey | undefined => {
  if (!isSafeText(key) || Buffer.byteLength(key, "utf8") > MAX_KEY_BYTES) return undefined;
  const [organization = "", file_id = "", name = "", ...more] = key.split("/");
  const organization_id = Number(organization);
  if (more.length > 0 || !ORGANIZATION.test(organization) || !Number.isSafeInteger(organization_id)) {
    return undefined;
  }
  if (!FILE_ID.test(file_id) || isDots(name)) return undefined;
  return { organization_id, file_id, name };
};

/** Empty, `.` or `..`, full-width dots included. */
const isDots = (name: string): boolean => /^\.{0,2}$/.test(name.normalize("NFKC"));

/** Whether the key lies under the organization's own prefix: read, not compared, so `1` is not `10`. */
export const isUnder = (organizationId: number, key: string): boolean =>
  readKey(key)?.organization_id === organizationId;

/** Percent-encoded as S3 signs it: all but unreserved characters and the slashes. */
export const encodeKey = (key: string): string =>
  key
    .split("/")
    .map(encodeURIComponent)
    .join("/")
    .replace(/[!'()*]/g, percent);

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/**
 * A key out of an address. One that holds an escape was encoded and is decoded once; one without was pasted
 * together from a host and a bare key, as clients of such systems do, and stands as it is.
 */
export const decodeKey = (path: string): string | undefined => {
  if (!/%[0-9a-f]{2}/i.test(path)) return path;
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
};
