import { createHash, createHmac } from "node:crypto";
import { isSame } from "../is-same.ts";
import type { FormParams } from "./form.ts";
import { urlSpellings } from "./url-spellings.ts";

export interface TwilioCall {
  /** The address as Twilio called it: public origin, path and raw query, nothing decoded (see `urlAsCalled`). */
  url: string;
  header: string | undefined;
  /** Every auth token that is valid now (several during a rotation). None: nothing is accepted. */
  tokens: readonly string[];
  /** The fields of a form POST. */
  params?: FormParams;
  /** The raw body of a JSON POST, whose hash the address carries as `bodySHA256`. */
  rawJsonBody?: Uint8Array;
}

/**
 * `X-Twilio-Signature`: base64 HMAC-SHA1, with the account's auth token, of the full address and then every form
 * field in code-unit order, name and value glued; a repeated field adds each of its values once, sorted.
 * https://www.twilio.com/docs/usage/security#validating-requests
 */
export const signTwilio = (token: string, url: string, params: FormParams = {}): string =>
  createHmac("sha1", token).update(baseString(url, params), "utf8").digest("base64");

const baseString = (url: string, params: FormParams): string =>
  Object.keys(params)
    .sort()
    .reduce(
      (text, name) =>
        text +
        valuesOf(params[name])
          .map((value) => name + value)
          .join(""),
      url,
    );

const valuesOf = (value: string | string[] | undefined): string[] =>
  Array.isArray(value) ? [...new Set(value)].sort() : value === undefined ? [] : [value];

/**
 * Whether one of our tokens signed this call. The address is tried with and without its port and in the
 * spellings that Twilio's own library tries, because what Twilio signs differs from what it calls.
 */
export const isSignedByTwilio = (call: TwilioCall): boolean => {
  const { header } = call;
  if (header === undefined || (call.rawJsonBody && !isBodyOf(call.url, call.rawJsonBody))) return false;
  const params = call.rawJsonBody ? {} : (call.params ?? {});
  const spellings = urlSpellings(call.url);
  return call.tokens.some(
    (token) => token !== "" && spellings.some((url) => isSame(header, signTwilio(token, url, params))),
  );
};

/** Lower-case hex SHA-256 of the raw body, as the address says; an address that says none vouches for no body. */
const isBodyOf = (url: string, body: Uint8Array): boolean => {
  const stated = URL.parse(url)?.searchParams.get("bodySHA256");
  return typeof stated === "string" && isSame(stated, createHash("sha256").update(body).digest("hex"));
};
