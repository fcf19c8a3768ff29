/**
 * What Messenger and Instagram have in common, in UTF-16 units (Meta does not say how it counts characters).
 * Sources: developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/quick-replies,
 * …/send-messages/templates/button and …/templates/generic; for Instagram
 * developers.facebook.com/documentation/business-messaging/instagram-messaging/button-template (2026-04-01) and
 * …/generic-template
 */
export const QUICK_REPLIES = 13;
/** Of a quick reply and of a button. */
export const CHOICE_TITLE = 20;
/** The text over the buttons of a button template. */
export const BUTTON_TEXT = 640;
export const CARD_TITLE = 80;
export const CARD_SUBTITLE = 80;
