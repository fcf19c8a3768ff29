import { baseType, sniff } from "./fetch.ts";

export type MediaKind = "image" | "video" | "audio" | "document" | "sticker";

const MB = 1024 * 1024;

/**
 * Types and sizes of outgoing media:
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
 */
export const mediaRules: Record<MediaKind, { types: readonly string[]; max: number }> = {
  image: { types: ["image/jpeg", "image/png"], max: 5 * MB },
  video: { types: ["video/mp4", "video/3gpp"], max: 16 * MB },
  audio: { types: ["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"], max: 16 * MB },
  document: {
    types: [
      "text/plain",
      "application/pdf",
      "application/msword",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "application/vnd.ms-excel",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "application/vnd.ms-powerpoint",
      "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ],
    max: 100 * MB,
  },
  sticker: { types: ["image/webp"], max: 500 * 1024 },
};

/** Static stickers; animated ones may have 500 KB. Same page. */
const STATIC_STICKER = 100 * 1024;

const kinds: readonly MediaKind[] = ["image", "video", "audio", "document", "sticker"];

export const mediaKindOf = (type: string): MediaKind | undefined =>
  kinds.find((kind) => mediaRules[kind].types.includes(type));

/** What the first bytes may look like for a claimed type whose container says less than the type. */
const looksLike: Record<string, readonly string[]> = {
  "audio/mp4": ["audio/mp4", "audio/x-m4a", "video/mp4"],
  "audio/ogg": ["audio/ogg; codecs=opus"],
  "video/mp4": ["video/mp4", "video/x-m4v"],
  "application/msword": ["application/x-cfb"],
  "application/vnd.ms-excel": ["application/x-cfb"],
  "application/vnd.ms-powerpoint": ["application/x-cfb"],
};

/** What is wrong with a file of the claimed type; undefined when it may be sent. */
export async function mediaProblem(claimed: string, bytes: Buffer): Promise<string | undefined> {
  const type = baseType(claimed);
  const kind = mediaKindOf(type);
  if (!kind) return `${claimed} is not a supported media type`;
  if (bytes.length === 0) return "the file is empty";
  const max = kind === "sticker" && !isAnimated(bytes) ? STATIC_STICKER : mediaRules[kind].max;
  if (bytes.length > max) return `a ${kind} may have ${max} bytes, this one has ${bytes.length}`;
  const found = await sniff(bytes);
  if (!fits(type, found, bytes)) return `the file is not ${type} but ${found ?? "of an unknown type"}`;
  if (type === "audio/ogg" && channelsOf(bytes) !== 1) return "ogg audio must be opus with one channel";
  if (type === "image/png" && !isPlainPng(bytes)) return "a png must be 8-bit RGB or RGBA";
  return undefined;
}

function fits(type: string, found: string | undefined, bytes: Buffer): boolean {
  if (type === "text/plain") {
    return (found === undefined || /^text\/|xml|json/.test(found)) && !bytes.subarray(0, 8192).includes(0);
  }
  if (found === undefined) return false;
  if (type.startsWith("application/vnd.openxml") && found === "application/zip") return true;
  return (looksLike[type] ?? [type]).includes(found);
}

/** The animation flag of the extended WebP header. */
const isAnimated = (bytes: Buffer): boolean =>
  bytes.toString("latin1", 12, 16) === "VP8X" && ((bytes[20] ?? 0) & 2) !== 0;

function channelsOf(bytes: Buffer): number {
  const head = bytes.subarray(0, 512).indexOf("OpusHead");
  return head < 0 ? 0 : (bytes[head + 9] ?? 0);
}

/** Bit depth 8 and colour type 2 (RGB) or 6 (RGBA) in the header chunk. */
const isPlainPng = (bytes: Buffer): boolean => bytes[24] === 8 && (bytes[25] === 2 || bytes[25] === 6);
