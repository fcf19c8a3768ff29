const MB = 1024 * 1024;
const HOUR = 3_600_000;

/**
 * UTF-16 units. The v2 description names no maximum; 10,000 was that of v1.1, which shares its messages with v2.
 * https://docs.x.com/x-api/direct-messages/manage/migrate
 */
export const TEXT_MAX = 10_000;

/** "Only one attachment per message is supported": https://docs.x.com/x-api/direct-messages/manage/integrate */
export const MAX_MEDIA = 1;

export interface MediaRule {
  /** X's name for what is uploaded. */
  category: "dm_image" | "dm_gif" | "dm_video";
  kind: "image" | "video";
  types: readonly string[];
  /** Bytes. */
  max: number;
}

/**
 * What can be attached. No audio, no documents, no links. A video must last 0.5 to 140 seconds, which only X measures.
 * https://docs.x.com/x-api/media/quickstart/best-practices
 */
export const MEDIA: readonly MediaRule[] = [
  { category: "dm_image", kind: "image", types: ["image/jpeg", "image/png", "image/webp"], max: 5 * MB },
  { category: "dm_gif", kind: "image", types: ["image/gif"], max: 15 * MB },
  { category: "dm_video", kind: "video", types: ["video/mp4", "video/quicktime"], max: 512 * MB },
];

/**
 * Bytes of one piece of a large file. X takes 5 MB a piece and does not say whether it counts the base64 it is sent
 * in: these are 4 MB of it. https://docs.x.com/x-api/media/quickstart/media-upload-chunked
 */
export const SEGMENT = 3 * MB;

/** Milliseconds an upload may take: it repeats, and nothing was sent yet. */
export const UPLOAD_MS = 40_000;

/**
 * Milliseconds an uploaded id is used, and by one message only. The guide to messages says 24 hours, the upload itself
 * answers 15 days: the shorter holds, less an hour, so that no id is used as it dies.
 * https://docs.x.com/x-api/direct-messages/manage/integrate
 */
export const MEDIA_ID_MS = 23 * HOUR;

/** Seconds until an upload that X works on is looked at again, where X says nothing sane. */
export const PROCESSING_S = 5;
