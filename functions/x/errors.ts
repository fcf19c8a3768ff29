import type { Failure } from "../../shared/domain/errors.ts";

/** What a refusal of X's means: who can mend it, and whether the same message may pass after that. */
export type Refusal = Pick<Failure, "fix_by" | "next_step" | "retryable">;

const setup = (next_step: string): Refusal => ({ fix_by: "admin", next_step, retryable: true });
const content = (next_step: string): Refusal => ({ fix_by: "developer", next_step, retryable: false });

const RECONNECT = setup("Connect the account to X again and store its new token, then resend the message.");
const PERMIT = setup(
  "Grant the app dm.write, dm.read, tweet.read, users.read and media.write, then connect the account again.",
);
const CLOSED: Refusal = {
  fix_by: "customer",
  next_step:
    "The contact's settings do not let this account write to them, or they blocked it. Wait until they write, then resend.",
  retryable: true,
};
const NOBODY: Refusal = {
  fix_by: "agent",
  next_step: "Check the contact: X knows no such user, or the user is suspended.",
  retryable: false,
};
const CORRECT = content("Correct what X names and send it as a new message.");
const PAY = setup("Buy credits or raise the spending limit in X's developer console, then resend.");

/**
 * By X's own code (`errors[].code`), and by the last word of a problem's `type`; these are more exact than a status.
 * https://docs.x.com/x-api/fundamentals/response-codes-and-errors
 */
const BY_CODE: Readonly<Record<string, Refusal>> = {
  32: RECONNECT,
  64: setup("The account is suspended: see its status on X, then resend."),
  89: RECONNECT,
  93: PERMIT,
  150: CLOSED,
  151: CLOSED,
  215: RECONNECT,
  220: PERMIT,
  326: setup("The account is locked: unlock it on X, then resend."),
  349: CLOSED,
  354: content("Shorten the text and send it as a new message."),
  "client-forbidden": PERMIT,
  "oauth1-permissions": PERMIT,
  "unsupported-authentication": RECONNECT,
  "resource-not-found": NOBODY,
  "usage-capped": PAY,
  credits: PAY,
};

const BY_STATUS: Readonly<Record<number, Refusal>> = {
  400: CORRECT,
  401: RECONNECT,
  402: PAY,
  // X says 403 of closed messages, blocks and missing permissions alike; its code or type tells them apart, if anything.
  403: CLOSED,
  404: NOBODY,
};

const UNKNOWN = content("Look X's error up in its reference and correct the message.");

export const refusalFor = (codes: readonly string[], status: number): Refusal => {
  const known = codes.find((code) => Object.hasOwn(BY_CODE, code));
  return (known === undefined ? undefined : BY_CODE[known]) ?? BY_STATUS[status] ?? UNKNOWN;
};

/** "Rate limit exceeded", whatever status it comes with. */
export const RATE_LIMITED = "88";
