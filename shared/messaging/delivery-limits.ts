import type { AccountPause } from "../domain/account-pause.ts";
import type { Failure } from "../domain/errors.ts";

/** A message that could not leave within a day is not what anybody wants sent any more. */
export const DEADLINE_MS = 24 * 3_600_000;
/** How long proof of an unknown outcome is waited for. */
export const SETTLE_MS = 120_000;
/** How long a file that a message names may still be on its way, counted from the message's acceptance. */
export const ARRIVAL_MS = 120_000;

/** Surprises of ours after which a message fails. */
export const SURPRISES = 5;
/** Takings of a job without anything begun that are nobody's fault yet; `SURPRISES` more, and its message fails. */
export const UNBEGUN_RECEIVES = 5;
/** Tries are shown in the timeline; past this many they are only counted. */
export const TRIES_SHOWN = 25;

/**
 * 1, 2, 4, … at most 180 s, so that a whole day of them takes about 490 receives: at 1,000 (`maxReceiveCount` in
 * serverless.yml) the queue gives a job up, before its message's deadline would end it.
 */
export const backoff = (before: number): number => Math.min(2 ** before, 180);

/** Epoch milliseconds: up to then a message accepted at `createdAt` may be sent. */
export const deadlineOf = (createdAt: string): number => Date.parse(createdAt) + DEADLINE_MS;

/** Seconds until a message is too old to be sent, from `now`; at least 1. No wait needs to be longer. */
export const untilExpired = (createdAt: string, now: Date): number =>
  Math.max(Math.floor((deadlineOf(createdAt) - now.getTime()) / 1_000), 0) + 1;

export const expired: Failure = {
  code: "expired",
  message: "It could not be sent within 24 hours.",
  retryable: true,
  fix_by: "agent",
  next_step: "Resend it if it still matters.",
};

export const overlooked: Failure = {
  code: "overlooked",
  message: "A day after its acceptance no worker had ended it: its job is gone.",
  retryable: true,
  fix_by: "admin",
  next_step: "Look at the state of the queue, then resend the message.",
};

/** It stood behind a throttle of its whole account when its day was over. */
export const expiredInPause = ({ reason }: AccountPause): Failure => ({
  ...expired,
  message: `${expired.message} The provider held the account back: ${reason.message}`,
  provider_code: reason.code,
  next_step:
    "See why the account is paused; resend the message when it is not any more, if it still matters.",
});

export const poisoned: Failure = {
  code: "worker_crashed",
  message: "The worker ended ten times before it could send this message.",
  retryable: false,
  fix_by: "developer",
  next_step: "Look for the crash in the worker's log before resending.",
};

export const exhausted = (last: Failure | undefined, message = "It was tried five times."): Failure =>
  last
    ? {
        ...last,
        code: "retries_exhausted",
        retryable: true,
        // What only the provider can mend has no better advice.
        ...(last.fix_by === "provider" && { next_step: "Resend it later." }),
      }
    : {
        code: "retries_exhausted",
        message,
        retryable: true,
        fix_by: "developer",
        next_step: "Look for this message's id in the log, then resend it.",
      };

export const CANCELED_BY_FAILURE: Failure = {
  code: "earlier_part_failed",
  message: "An earlier part of the message failed, so this one was not sent.",
  retryable: true,
  fix_by: "agent",
  next_step: "See the failed part; resend the message when its cause is gone.",
};

export const unfit = (message: string): Failure => ({
  code: "file_does_not_fit",
  message,
  retryable: false,
  fix_by: "agent",
  next_step: "Send the file in a type and size that the channel takes.",
});

export const neverArrived: Failure = {
  code: "missing_file",
  message: "The file was not uploaded within 120 seconds after the message was accepted.",
  retryable: true,
  fix_by: "agent",
  next_step: "Upload the file, then resend the message.",
};

/** What an unforeseen error tells a person; details stay in the log. */
export const failureOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 200) : "unforeseen error";
