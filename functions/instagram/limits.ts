import { utf8 } from "../../shared/domain/text.ts";
import { type FileRules, MB } from "../../shared/providers/meta-graph/page-files.ts";

/**
 * 1,000 bytes of UTF-8, so a third of that in Japanese and a quarter in emoji.
 * Source: developers.facebook.com/documentation/business-messaging/instagram-messaging/features/send-message (2026-07-02)
 */
export const TEXT = { cap: 1_000, measure: utf8, unit: "bytes" } as const;

/**
 * Calls per second of an account: 100 on Instagram's overview, 300 on Messenger's page about rates; the lower one is
 * kept. Audio and video have 10.
 * Source: developers.facebook.com/documentation/instagram-platform/overview (2026-09-27)
 */
export const RATE = 100;
export const STREAM_RATE = 10;

/** The formats of Meta's table, under every name their MIME types go by. An mp4 may hold sound only. */
const TYPES = {
  image: ["image/png", "image/jpeg", "image/gif"],
  audio: [
    ...["audio/aac", "audio/x-aac", "audio/mp4", "audio/m4a", "audio/x-m4a", "video/mp4"],
    ...["audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"],
  ],
  video: [
    ...["video/mp4", "video/x-m4v", "video/ogg", "video/quicktime", "video/webm"],
    ...["video/avi", "video/vnd.avi", "video/x-msvideo", "video/msvideo"],
  ],
  file: ["application/pdf"],
} as const satisfies Record<string, readonly string[]>;

const oneOf =
  (types: readonly string[]) =>
  (type: string): boolean =>
    types.includes(type);

/**
 * Source: developers.facebook.com/documentation/business-messaging/instagram-messaging/features/attachment-upload
 * (2026-04-01); the same table with Instagram Login.
 */
export const FILES: FileRules = {
  image: { accepts: oneOf(TYPES.image), accepted: "png, jpeg and gif", maxBytes: 8 * MB },
  audio: { accepts: oneOf(TYPES.audio), accepted: "aac, m4a, wav and mp4", maxBytes: 25 * MB },
  video: { accepts: oneOf(TYPES.video), accepted: "mp4, ogg, avi, mov and webm", maxBytes: 25 * MB },
  file: { accepts: oneOf(TYPES.file), accepted: "pdf", maxBytes: 25 * MB },
};
