import type { Failure } from "../domain/errors.ts";

/** Providers mend themselves within hours, administrators within a day; WhatsApp keeps a file for seven. */
export const FETCH_FOR_MS = 24 * 3_600_000;
/** A job that is older was never ended by its worker: it is ended first thing. */
export const FETCH_OVERDUE_MS = FETCH_FOR_MS + 2 * 3_600_000;
/** A download takes at most this, from the first question to the last byte. */
export const DOWNLOAD_MS = 40_000;
/** What must be left of the function's time before it begins, and while it goes on: the file still has to be kept. */
export const BEGIN_MS = DOWNLOAD_MS + 10_000;
export const KEEP_MS = 8_000;

/** Seconds until the next try: 5, then doubling with the job's age, at most an hour; so no try has to be counted. */
export const fetchBackoff = (ageMs: number): number =>
  Math.min(Math.max(Math.round(ageMs / 1_000), 5), 3_600);

export const unnamed: Failure = {
  code: "media_unnamed",
  message: "The provider did not say where this file is.",
  retryable: false,
  fix_by: "provider",
  next_step: "Ask the contact to send it again.",
};

export const accountGone: Failure = {
  code: "account_gone",
  message: "The account that this file was sent to is no longer here.",
  retryable: false,
  fix_by: "admin",
  next_step: "Connect the account again and ask the contact to send the file again.",
};

export const refusedFile = (message: string): Failure => ({
  code: "file_refused",
  message,
  retryable: false,
  fix_by: "customer",
  next_step: "Ask the contact to send it in another format.",
});

/** The provider answered, but not with the file: a page that says sorry, an error in JSON. */
export const notTheFile: Failure = {
  code: "media_unavailable",
  message: "The provider answered with something else than the file.",
  retryable: true,
  fix_by: "provider",
  next_step: "Nothing: it is tried again by itself, for 24 hours.",
};

export const worker: Failure = {
  code: "fetch_failed",
  message: "The file could not be brought in within 24 hours, for a reason of our own.",
  retryable: false,
  fix_by: "developer",
  next_step:
    "Look for this message's id in the log of fetch-incoming-media; ask the contact to send it again.",
};

/** What was retryable is not any more when its day is over. */
export const givenUp = (last: Failure): Failure => ({
  ...last,
  retryable: false,
  next_step: "Ask the contact to send it again.",
});
