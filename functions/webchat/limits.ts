/** Web chat has no provider: these numbers are our own, but for the frame, which API Gateway cuts. */

/** A message and a caption to the visitor, in UTF-16 units: as long as the visitor's own. */
export { TEXT_MAX, TEXT_MAX as CAPTION_MAX } from "../../shared/messaging/visitor-limits.ts";

/**
 * A visitor's frame, in bytes: API Gateway closes the connection on a larger one (code 1009).
 * docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
export const FRAME_MAX_BYTES = 32 * 1024;

/** What a tap brings back, in UTF-16 units: as much as the sender of a button may give it. */
export const PAYLOAD_MAX = 1_000;

/** Items read from the store at once while a visitor catches up. */
export const CATCH_UP_BATCH = 100;
