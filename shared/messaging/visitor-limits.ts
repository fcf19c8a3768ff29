/** What holds for a visitor of the web chat, whichever way they write. Web chat has no provider: these are our own. */

/** A text, in UTF-16 units: what WhatsApp's text holds, so that a bot need not know the channel. */
export const TEXT_MAX = 4096;

/** A visitor's own name for a message: long enough for any UUID or ULID with a prefix. */
export const ECHO_ID_MAX = 128;

/** How long the link in a frame or an answer works, in seconds; asking again gives a fresh one. */
export const LINK_SECONDS = 3600;

/** Files of one message, as many as Chatwoot's own clients send. */
export const FILES_MAX = 15;

/**
 * Bytes of a message's files together. A request reaches a function as Base64 in an event of 6 MB at most; what is
 * larger is uploaded by a signed link. docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const UPLOAD_MAX_BYTES = 4 * 1024 * 1024;
