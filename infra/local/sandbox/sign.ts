import { createHmac } from "node:crypto";

/**
 * JSON as Meta puts it on the wire: everything outside ASCII as lowercase `\uXXXX`, slashes escaped. The signature
 * covers exactly these bytes.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
 */
export function metaJson(value: unknown): string {
  return JSON.stringify(value)
    .replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replaceAll("/", "\\/");
}

/** The value of X-Hub-Signature-256. */
export function signMeta(secret: string, body: string): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

/** The value of x-twitter-webhooks-signature, and the answer to a challenge: https://docs.x.com/x-api/webhooks/introduction */
export function signX(secret: string, body: string): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("base64")}`;
}

/**
 * The value of X-Twilio-Signature: the full URL, then every parameter in code-unit order, name and value glued.
 * https://www.twilio.com/docs/usage/security#validating-requests
 */
export function signTwilio(authToken: string, url: string, form: Readonly<Record<string, string>>): string {
  const base = Object.keys(form)
    .sort()
    .reduce((text, name) => text + name + form[name], url);
  return createHmac("sha1", authToken).update(base).digest("base64");
}
