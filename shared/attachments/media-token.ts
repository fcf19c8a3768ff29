import { createHmac, timingSafeEqual } from "node:crypto";

/** How long a provider may fetch: as long as a message may wait for its delivery, ten hours in Twilio's queue included. */
export const MEDIA_TOKEN_HOURS = 24;

/** Whom a media link opens which file to, and until when (whole seconds). */
export interface MediaGrant {
  organization_id: number;
  file_id: string;
  expires_at: Date;
}

const TOKEN = /^([1-9][0-9]{0,15})\.([0-9a-z]{26})\.([0-9]{1,12})\.([A-Za-z0-9_-]{43})$/;

/** The latest moment a token made at `now` may name. */
export const mediaTokenExpiry = (now: Date): Date => new Date(now.getTime() + MEDIA_TOKEN_HOURS * 3_600_000);

/** `<organization>.<file>.<expiry>.<mac>`: safe in a path as it stands. */
export const makeMediaToken = (grant: MediaGrant, secret: string): string => {
  const seconds = Math.floor(grant.expires_at.getTime() / 1_000);
  const claim = `${grant.organization_id}.${grant.file_id}.${seconds}`;
  return `${claim}.${macOf(claim, secret)}`;
};

/** What a token grants now; undefined when it is malformed, forged or over. Several secrets: one is being rotated. */
export const readMediaToken = (
  token: string,
  secrets: string | readonly string[],
  now: Date,
): MediaGrant | undefined => {
  const [, organization, file_id, seconds, mac] = TOKEN.exec(token) ?? [];
  if (organization === undefined || file_id === undefined || mac === undefined) return undefined;
  const claim = `${organization}.${file_id}.${seconds}`;
  if (![secrets].flat().some((secret) => isSame(mac, macOf(claim, secret)))) return undefined;
  const expires_at = new Date(Number(seconds) * 1_000);
  return expires_at > now ? { organization_id: Number(organization), file_id, expires_at } : undefined;
};

/** The purpose is part of what is signed, so that no other link made with this secret passes for a media token. */
const macOf = (claim: string, secret: string): string =>
  createHmac("sha256", secret).update(`media-token\n${claim}`).digest("base64url");

/** Compares the text, not the bytes behind it: base64 has several spellings of one value. */
const isSame = (given: string, expected: string): boolean =>
  timingSafeEqual(Buffer.from(given), Buffer.from(expected));
