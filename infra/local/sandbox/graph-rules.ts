const MB = 1024 * 1024;

export const attachmentTypes = ["image", "audio", "video", "file"] as const;
export type AttachmentType = (typeof attachmentTypes)[number];

/** What differs between Messenger and Instagram. */
export type Rules = {
  text: { max: number; bytes: boolean };
  /** Keys a message may have. */
  keys: readonly string[];
  /** How many images one message may hold. */
  images: number;
  maxBytes: Record<AttachmentType, number>;
  accepts(type: AttachmentType, contentType: string): boolean;
  asciiNames: boolean;
  /** Attachment types beside files and templates. */
  special: readonly string[];
  templates: readonly string[];
  buttons: readonly string[];
  quickReplies: readonly string[];
  /** The words it takes as a reaction; absent: any emoji. */
  reactions?: readonly string[];
  messagingTypeRequired: boolean;
  /** Whether quick replies may stand under attachments, or under plain text alone. */
  quickRepliesUnderAttachments: boolean;
};

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages */
const sizes = { image: 8 * MB, audio: 25 * MB, video: 25 * MB, file: 25 * MB };

export const messengerRules: Rules = {
  text: { max: 2000, bytes: false },
  keys: ["text", "attachment", "attachments", "sticker_id", "template", "quick_replies", "metadata"],
  images: 30,
  maxBytes: sizes,
  accepts: (type, contentType) => type === "file" || contentType.startsWith(`${type}/`),
  asciiNames: false,
  special: [],
  templates: [
    "generic",
    "button",
    "media",
    "image_grid",
    "receipt",
    "product",
    "coupon",
    "customer_feedback",
  ],
  buttons: [
    "web_url",
    "postback",
    "phone_number",
    "account_link",
    "account_unlink",
    "game_play",
    "audio_call",
  ],
  quickReplies: ["text", "user_phone_number", "user_email"],
  // "text or attachment must be set": https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/quick-replies
  quickRepliesUnderAttachments: true,
  // "Required" in https://developers.facebook.com/docs/messenger-platform/reference/send-api/
  messagingTypeRequired: true,
};

/** https://developers.facebook.com/documentation/instagram-platform/instagram-api-with-instagram-login/messaging-api */
const instagramTypes: Record<AttachmentType, readonly string[]> = {
  image: ["image/png", "image/jpeg", "image/gif"],
  audio: [
    "audio/aac",
    "audio/mp4",
    "audio/m4a",
    "audio/x-m4a",
    "audio/wav",
    "audio/x-wav",
    "audio/wave",
    "video/mp4",
  ],
  video: ["video/mp4", "video/ogg", "video/x-msvideo", "video/avi", "video/quicktime", "video/webm"],
  file: ["application/pdf"],
};

/** https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/send-message */
export const instagramRules: Rules = {
  text: { max: 1000, bytes: true },
  keys: ["text", "attachment", "attachments", "quick_replies", "metadata"],
  images: 10,
  maxBytes: sizes,
  accepts: (type, contentType) => instagramTypes[type].includes(contentType),
  asciiNames: true,
  special: ["MEDIA_SHARE", "like_heart"],
  templates: ["generic", "button", "product"],
  buttons: ["web_url", "postback"],
  quickReplies: ["text", "user_phone_number"],
  // "Quick replies only support plain text": https://developers.facebook.com/docs/messenger-platform/instagram/features/quick-replies
  quickRepliesUnderAttachments: false,
  // "reaction set to love": https://developers.facebook.com/documentation/instagram-platform/instagram-api-with-instagram-login/messaging-api
  reactions: ["love"],
  // Instagram's own samples leave it out.
  messagingTypeRequired: false,
};
