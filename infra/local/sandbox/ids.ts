import { randomBytes } from "node:crypto";

const INBOUND = 0x12;
const OUTBOUND = 0x11;

/** A WhatsApp message id as Meta makes them: the phone, the direction and a random part, in base64. */
function wamid(phone: string, direction: number): string {
  const random = Buffer.from(randomBytes(9).toString("hex").toUpperCase());
  return `wamid.${Buffer.concat([
    Buffer.from([0x1c, 0x18, phone.length]),
    Buffer.from(phone),
    Buffer.from([0x15, 2, 0, direction, 0x18, random.length]),
    random,
    Buffer.from([0]),
  ]).toString("base64")}`;
}

export const outboundWamid = (phone: string): string => wamid(phone, OUTBOUND);
export const inboundWamid = (phone: string): string => wamid(phone, INBOUND);

/** True for an id the business itself sent: such a message cannot be marked as read. */
export function isOutboundWamid(id: string): boolean {
  const bytes = Buffer.from(id.slice("wamid.".length), "base64");
  const at = 3 + (bytes[2] ?? 0);
  return bytes[at] === 0x15 && bytes[at + 3] === OUTBOUND;
}

/** A Messenger or Instagram message id. */
export const mid = (): string => `m_${randomBytes(24).toString("base64url")}`;

export const traceId = (): string => `A${randomBytes(16).toString("base64url")}`;

/** A numeric Graph id (media, attachment). */
export const graphId = (): string =>
  `1${(randomBytes(8).readBigUInt64BE() % 1_000_000_000_000_000n).toString().padStart(15, "0")}`;

export const twilioSid = (prefix: "SM" | "MM" | "ME"): string => prefix + randomBytes(16).toString("hex");

/** Milliseconds of 4 November 2010, when X began to count. */
const SNOWFLAKE_EPOCH = 1_288_834_974_657n;

/** An id of X's, of that moment (epoch milliseconds): https://docs.x.com/fundamentals/x-ids */
export const snowflake = (at: number): string =>
  (((BigInt(at) - SNOWFLAKE_EPOCH) << 22n) | (randomBytes(8).readBigUInt64BE() & 0x3f_ffffn)).toString();
