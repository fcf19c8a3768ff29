import { createHmac, randomBytes } from "node:crypto";
import type { Request } from "../../shared/providers/lines.ts";

/** The four values of OAuth 1.0a, which do not end by themselves. */
interface Keys {
  consumerKey: string;
  consumerSecret: string;
  token: string;
  tokenSecret: string;
}

/**
 * Who calls. An account's secret is an OAuth 2.0 user token, which lives two hours, or the four values of OAuth 1.0a
 * with colons between them, none of which has one: consumer key, consumer secret, access token and its secret.
 * https://docs.x.com/resources/fundamentals/authentication
 */
export const authorizationFor = (
  secret: string,
  method: Request["method"],
  url: URL,
  now: Date,
  nonce = randomBytes(16).toString("hex"),
): string => {
  const [consumerKey = "", consumerSecret = "", token = "", tokenSecret, ...more] = secret.split(":");
  if (tokenSecret === undefined || more.length > 0) return `Bearer ${secret}`;
  const signed = signedFields({ consumerKey, consumerSecret, token, tokenSecret }, method, url, now, nonce);
  return `OAuth ${signed.map(([name, value]) => `${name}="${encoded(value)}"`).join(", ")}`;
};

/** RFC 5849, 3.4.1: the method, the address without its query, and every parameter in order; a JSON body is none. */
const signedFields = (
  { consumerKey, consumerSecret, token, tokenSecret }: Keys,
  method: string,
  url: URL,
  now: Date,
  nonce: string,
): [string, string][] => {
  const fields: [string, string][] = [
    ["oauth_consumer_key", consumerKey],
    ["oauth_nonce", nonce],
    ["oauth_signature_method", "HMAC-SHA1"],
    ["oauth_timestamp", String(Math.floor(now.getTime() / 1_000))],
    ["oauth_token", token],
    ["oauth_version", "1.0"],
  ];
  const parameters = [...url.searchParams, ...fields].map((pair) => pair.map(encoded).join("=")).sort();
  const base = [method, `${url.origin}${url.pathname}`, parameters.join("&")].map(encoded).join("&");
  const key = [consumerSecret, tokenSecret].map(encoded).join("&");
  return [...fields, ["oauth_signature", createHmac("sha1", key).update(base).digest("base64")]];
};

/** RFC 3986: what `encodeURIComponent` leaves alone and OAuth does not. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
