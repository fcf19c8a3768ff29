import { isActive } from "../../shared/domain/attachment.ts";
import { utf16 } from "../../shared/domain/text.ts";
import { type FileRules, MB } from "../../shared/providers/meta-graph/page-files.ts";

/**
 * 2,000 characters. Meta does not say how it counts them: UTF-16 units are never fewer than what it may mean.
 * Source: developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages (2026-05-05)
 */
export const TEXT = { cap: 2_000, measure: utf16, unit: "characters" } as const;

/**
 * Calls per second of a Page, for texts and links, and for audio and video.
 * Source: developers.facebook.com/documentation/business-messaging/messenger-platform/overview/rate-limiting (2026-03-23)
 */
export const RATE = 300;
export const STREAM_RATE = 10;

/**
 * Images 8 MB by link, anything else 25 MB. No list of types is published: Meta goes by the family of the
 * Content-Type ("audio must use type audio"), so that is what is asked here. Types a browser may run are served
 * as plain bytes, which are no image: an SVG goes as a file.
 * Source: developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/saving-assets (2026-04-22)
 */
export const FILES: FileRules = {
  image: {
    accepts: (type) => type.startsWith("image/") && !isActive(type),
    accepted: "image/* (SVG only as file)",
    maxBytes: 8 * MB,
  },
  audio: { accepts: (type) => type.startsWith("audio/"), accepted: "audio/*", maxBytes: 25 * MB },
  video: { accepts: (type) => type.startsWith("video/"), accepted: "video/*", maxBytes: 25 * MB },
  file: { accepts: () => true, accepted: "any type", maxBytes: 25 * MB },
};
