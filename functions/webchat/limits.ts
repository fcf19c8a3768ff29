/** Web chat has no provider: these numbers are our own, but for the frame, which API Gateway cuts. */

/** A message and a caption, in UTF-16 units: what WhatsApp's text holds, so that a bot need not know the channel. */
export const TEXT_MAX = 4096;
export const CAPTION_MAX = 4096;

/**
 * A visitor's frame, in bytes: API Gateway closes the connection on a larger one (code 1009).
 * docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
export const FRAME_MAX_BYTES = 32 * 1024;

/** A visitor's own name for a message: long enough for any UUID or ULID with a prefix. */
export const CLIENT_ID_MAX = 128;

/** Items read from the store at once while a visitor catches up. */
export const CATCH_UP_BATCH = 100;

/** How long the link in a frame works, in seconds; catching up gives a fresh one. */
export const LINK_SECONDS = 3600;
