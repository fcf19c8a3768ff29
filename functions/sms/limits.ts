/** Body, after concatenation: https://www.twilio.com/docs/api/errors/21617 (counted in UTF-16 units, never longer than theirs). */
export const MAX_BODY = 1_600;

/** MediaUrl, per message: https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource */
export const MAX_MEDIA = 10;

/** A message with all its media: https://www.twilio.com/docs/messaging/guides/accepted-mime-types (2026-07-07). */
export const MAX_MMS_BYTES = 5 * 1024 * 1024;

/**
 * All that Twilio does not resize for the carrier, together. Its API description says 500 KB, the page above only
 * warns that carriers differ: 600 KB is a caution of ours between what is promised and what mostly arrives.
 * https://github.com/twilio/twilio-oai/blob/main/spec/json/twilio_api_v2010.json (MediaUrl)
 */
export const MAX_UNRESIZED_BYTES = 600 * 1024;

/** A media address, in characters. Twilio documents no limit; this one is a caution of ours. */
export const MAX_URL = 2_048;

/** What Twilio shrinks to fit the carrier (same page, "fully supported"). */
export const RESIZED_TYPES: ReadonlySet<string> = new Set([
  "image/jpeg",
  "image/jpg",
  "image/gif",
  "image/png",
]);

/** What an MMS may carry (same page, column MMS), bare and lower-case. */
export const ACCEPTED_TYPES: ReadonlySet<string> = new Set([
  ...RESIZED_TYPES,
  "image/bmp",
  "image/heic",
  "image/heif",
  "image/tiff",
  "audio/3gpp",
  "audio/3gpp2",
  "audio/ac3",
  "audio/amr",
  "audio/amr-nb",
  "audio/basic",
  "audio/l24",
  "audio/mp4",
  "audio/mpeg",
  "audio/ogg",
  "audio/vnd.rn-realaudio",
  "audio/vnd.wave",
  "audio/webm",
  "video/3gpp",
  "video/3gpp-tt",
  "video/3gpp2",
  "video/h261",
  "video/h263",
  "video/h263-1998",
  "video/h263-2000",
  "video/h264",
  "video/mp4",
  "video/mpeg",
  "video/quicktime",
  "video/webm",
  "text/calendar",
  "text/csv",
  "text/directory",
  "text/richtext",
  "text/rtf",
  "text/vcard",
  "text/x-vcard",
  "application/pdf",
  "application/vcard",
  "application/vnd.apple.pkpass",
]);
