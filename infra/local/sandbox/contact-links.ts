import { createHmac, timingSafeEqual } from "node:crypto";
import type { ContactFile } from "./contact-files.ts";
import type { State } from "./state.ts";

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media */
const LOOKASIDE_MS = 5 * 60_000;
/** Meta publishes no number; Twilio's are valid for four hours. */
const CDN_MS = 4 * 3_600_000;

const hashOf = ({ options }: State, id: string, until: string): string =>
  createHmac("sha256", options.metaAppSecret).update(`${id}\n${until}`).digest("hex");

/** Where WhatsApp says its bytes are. */
export function lookasideLink(file: ContactFile, state: State): string {
  const ext = String(Math.floor((Date.now() + LOOKASIDE_MS) / 1000));
  const query = new URLSearchParams({
    mid: file.id,
    source: "webhook",
    ext,
    hash: hashOf(state, file.id, ext),
  });
  return `${state.origin}/whatsapp_business/attachments/?${query}`;
}

/** A link that needs no token, and ends. */
export function cdnLink(file: ContactFile, state: State): string {
  const oe = Math.floor((Date.now() + CDN_MS) / 1000).toString(16);
  const name = encodeURIComponent(file.name ?? "file");
  return `${state.origin}/cdn/${file.id}/${name}?oh=${hashOf(state, file.id, oe)}&oe=${oe}`;
}

/** Whether a link was made here and has not ended; `until` as it stands there. */
export function isValidLink(state: State, id: string, until: string, hash: string, seconds: number): boolean {
  const wanted = Buffer.from(hashOf(state, id, until));
  const given = Buffer.from(hash);
  return given.length === wanted.length && timingSafeEqual(given, wanted) && seconds * 1000 > Date.now();
}
