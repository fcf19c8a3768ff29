/** Lengths in UTF-16 units. Pages without a host are under …/documentation/business-messaging/whatsapp/messages/ */

/**
 * The text above buttons, rows and cards. Meta's page on lists says 4,096, its own OpenAPI 1,024: the narrower holds.
 * interactive-reply-buttons-messages, interactive-list-messages; https://github.com/facebook/openapi
 */
export const BODY_MAX = 1024;

/** interactive-reply-buttons-messages */
export const REPLIES = { count: 3, title: 20, id: 256 } as const;

/** interactive-cta-url-messages */
export const LINK = { title: 20 } as const;

/** interactive-list-messages; the rows of all sections together. */
export const LIST = {
  header: 60,
  footer: 60,
  button: 20,
  sections: 10,
  rows: 10,
  sectionTitle: 24,
  title: 24,
  description: 72,
  id: 200,
} as const;

/** What opens a list nobody gave a label: a sign, for the language of the conversation is not known. */
export const LIST_SIGN = "☰";

/**
 * interactive-media-carousel-messages: each card has a picture, and as many buttons as every other, of one kind. The
 * page says "one or more" and shows two.
 */
export const CAROUSEL_CARDS = { min: 2, max: 10, body: 160, lineBreaks: 2, replies: 2 } as const;
