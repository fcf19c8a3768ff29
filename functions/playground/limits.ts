/** The playground has no provider: these numbers are our own. */

/** A message and a caption, in UTF-16 units: the same as in web chat. */
export const TEXT_MAX = 4096;
export const CAPTION_MAX = 4096;

/** Automatic answers in any 60 minutes of a conversation, so that two bots cannot talk for ever. */
export const ANSWERS_PER_HOUR = 20;

/** How long after it was written a `throttle` message is held off, in seconds. */
export const BUSY_SECONDS = 5;
