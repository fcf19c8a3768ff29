import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * `X-Hub-Signature-256: sha256=<hex>`: HMAC-SHA256 of the raw body with the app secret. Meta signs the bytes it
 * sent (escaped unicode), so the body must never be serialised again. Several secrets: one is being rotated.
 * Source: developers.facebook.com/docs/graph-api/webhooks/getting-started (validating payloads).
 */
export const isSignedByMeta = (raw: Uint8Array, header: string | undefined, secrets: string[]): boolean => {
  const [, hex] = /^sha256=([0-9a-f]{64})$/.exec(header ?? "") ?? [];
  if (hex === undefined) return false;
  const given = Buffer.from(hex, "hex");
  return secrets.some((secret) => timingSafeEqual(createHmac("sha256", secret).update(raw).digest(), given));
};
