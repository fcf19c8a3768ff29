import type { MediaKind } from "../../shared/domain/attachment.ts";

const KB = 1024;
const MB = 1024 * KB;
const DAY = 24 * 3_600_000;

/** UTF-16 units. https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/text-messages */
export const TEXT_MAX = 4096;
/** UTF-16 units. https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/image-messages */
export const CAPTION_MAX = 1024;

/** The kinds that take a caption: audio has none. https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/audio-messages */
export const CAPTIONED: readonly MediaKind[] = ["image", "video", "file"];

export interface MediaRule {
  /** WhatsApp's name for our kind. */
  as: "image" | "video" | "audio" | "document" | "sticker";
  types: readonly string[];
  /** Bytes. */
  max: number;
}

/** "Base audio/ogg not supported", so the codec is part of the type. See `MEDIA`. */
export const VOICE_TYPE = "audio/ogg; codecs=opus";

const AUDIO: MediaRule = {
  as: "audio",
  types: ["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", VOICE_TYPE],
  max: 16 * MB,
};

/**
 * Types and sizes of what can be sent. "audio/ogg (OPUS codecs only; base audio/ogg not supported)": so the codec
 * is part of the type. No gif, no webp but as a sticker, no wav, no webm. A recording that is no Opus leaves as
 * audio; a sticker that does not move may have 100 KB only, which its type does not tell.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
 */
export const MEDIA: Record<MediaKind, MediaRule> = {
  image: { as: "image", types: ["image/jpeg", "image/png"], max: 5 * MB },
  video: { as: "video", types: ["video/mp4", "video/3gpp"], max: 16 * MB },
  audio: AUDIO,
  voice: AUDIO,
  sticker: { as: "sticker", types: ["image/webp"], max: 500 * KB },
  file: {
    as: "document",
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
};

/**
 * Milliseconds an uploaded media id is used. WhatsApp keeps uploads 30 days; the last day is left alone, so that
 * an id is never used at the moment it dies. Same page.
 */
export const MEDIA_ID_MS = 29 * DAY;

/** Milliseconds a signed link is good for: Meta fetches it once, after accepting, and keeps it for ten minutes. */
export const LINK_MS = 3_600_000;

/** Milliseconds an upload may take: it repeats, and nothing was sent yet. */
export const UPLOAD_MS = 40_000;

/**
 * Messages per second of a number, unless Meta raised it to 1,000; 20 where it also serves the WhatsApp Business app.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/throughput
 */
export const RATE = 80;

/**
 * Templates: names, headers, bodies and buttons in UTF-16 units.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components
 */
export const TEMPLATE = {
  name: 512,
  headerText: 60,
  bodyText: 1024,
  /** Only where the template is nothing but its body. */
  loneBodyText: 32_768,
  buttons: 10,
  urlButtons: 2,
  /** The whole address of a URL button; a suffix cannot be longer. */
  url: 2000,
} as const;

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/marketing-templates/coupon-templates */
export const COUPON = { code: 15, buttons: 1 } as const;

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/marketing-templates/media-card-carousel-templates */
export const CAROUSEL = { cards: 10, cardButtons: 2 } as const;

/** Sections and products of a multi-product template. https://developers.facebook.com/docs/whatsapp/guides/commerce-guides/share-products-with-customers */
export const PRODUCTS = { sections: 10, items: 30, sectionTitle: 24 } as const;

/**
 * How the account's list of templates is used; milliseconds, and ours. Meta approves within seconds or a day, and
 * takes 200 or 5,000 of these calls an hour (…/whatsapp/throughput: management endpoints).
 */
export const LISTING = {
  /** After this a template part that leaves has the list read again. */
  freshMs: 10 * 60_000,
  /** The same after Meta refused a template, and between two tries that failed. */
  againMs: 60_000,
  /** For how long a list says yes. */
  yesMs: DAY,
  /** For how long it says that a template is built otherwise. */
  noMs: 10 * 60_000,
  /** For how long it says that there is no such template, or that it is not approved. */
  absentMs: 2 * 60_000,
  /** All pages together, connection included. */
  timeMs: 5_000,
  pages: 60,
  pageSize: 100,
} as const;
