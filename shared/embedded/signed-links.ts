import { createHmac, timingSafeEqual } from "node:crypto";

/** What a link permits. Everything in it is signed, and nothing else is. */
export interface Grant {
  method: "PUT" | "GET";
  key: string;
  /** `PUT`: the type that must be sent; `GET`: the one that is answered. */
  type: string;
  /** `PUT`: bytes, exactly. */
  size?: number;
  /** `GET`: the `Content-Disposition` that is answered. */
  disposition?: string;
  /** Epoch seconds. */
  expires: number;
}

export const PREFIX = "/bucket/";

export const linkTo = (origin: string, grant: Grant, secret: string): string => {
  const path = grant.key.split("/").map(encodeURIComponent).join("/");
  const query = new URLSearchParams({ expires: String(grant.expires), type: grant.type });
  if (grant.size !== undefined) query.set("size", String(grant.size));
  if (grant.disposition !== undefined) query.set("disposition", grant.disposition);
  query.set("signature", signatureOf(grant, secret).toString("base64url"));
  return `${origin}${PREFIX}${path}?${query}`;
};

/** The key that a link's path names; undefined when it names none. */
export const keyIn = (path: string): string | undefined => {
  if (!path.startsWith(PREFIX)) return undefined;
  try {
    return path.slice(PREFIX.length).split("/").map(decodeURIComponent).join("/") || undefined;
  } catch {
    return undefined;
  }
};

export type Refused = "SignatureDoesNotMatch" | "RequestExpired";

/** What a link grants to this method at this moment. Its expiry is only told to who holds a signed link. */
export const grantOf = (
  method: string,
  key: string,
  query: URLSearchParams,
  secret: string,
  now: Date,
): Grant | Refused => {
  const grant = readGrant(method, key, query);
  if (!grant) return "SignatureDoesNotMatch";
  const given = Buffer.from(query.get("signature") ?? "", "base64url");
  const expected = signatureOf(grant, secret);
  const matches = given.length === expected.length && timingSafeEqual(given, expected);
  if (!matches) return "SignatureDoesNotMatch";
  return grant.expires * 1000 > now.getTime() ? grant : "RequestExpired";
};

const readGrant = (method: string, key: string, query: URLSearchParams): Grant | undefined => {
  if (method !== "PUT" && method !== "GET") return undefined;
  const [size, disposition] = [query.get("size"), query.get("disposition")];
  return {
    method,
    key,
    type: query.get("type") ?? "",
    expires: Number(query.get("expires")),
    ...(size !== null && { size: Number(size) }),
    ...(disposition !== null && { disposition }),
  };
};

/** The first field keeps these signatures apart from others made with the same secret. */
const signatureOf = ({ method, key, type, size, disposition, expires }: Grant, secret: string): Buffer =>
  createHmac("sha256", secret)
    .update(JSON.stringify(["bucket-link", method, key, type, size ?? null, disposition ?? null, expires]))
    .digest();
