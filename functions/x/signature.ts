import { createHmac } from "node:crypto";
import { isSame } from "../../shared/providers/is-same.ts";

/**
 * `sha256=` and the HMAC-SHA256 of the bytes with the app's consumer secret, in base64 where Meta has hex.
 * https://docs.x.com/x-api/webhooks/introduction
 */
export const signX = (secret: string, bytes: Uint8Array | string): string =>
  `sha256=${createHmac("sha256", secret).update(bytes).digest("base64")}`;

/** `x-twitter-webhooks-signature`, over the raw body. Several secrets: one is being rotated. */
export const isSignedByX = (raw: Uint8Array, header: string | undefined, secrets: string[]): boolean =>
  header !== undefined && secrets.some((secret) => isSame(header, signX(secret, raw)));
