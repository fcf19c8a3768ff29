import type { Failure } from "../../domain/errors.ts";
import type { ErrorTable, Throttled, Verdict } from "./client.ts";

/** `resend`: whether the same message may pass once the fix is made (`may`) or is refused every time (`never`). */
export const refused = (fix_by: Failure["fix_by"], resend: "may" | "never", next_step: string): Verdict => ({
  kind: "refused",
  fix_by,
  next_step,
  retryable: resend === "may",
});

/** Seconds to wait. Meta publishes none: it asks for minutes on request limits, and for back-off on the others. */
export const throttled = (retry_after: number, tries?: number, next_step?: string): Throttled => ({
  kind: "throttled",
  retry_after,
  ...(tries !== undefined && { tries }),
  ...(next_step !== undefined && { next_step }),
});

/** Every message of the account waits: it would be answered the same. Longer each time the same message meets it. */
const rest = (retry_after: number, next_step: string, fix_by?: Failure["fix_by"]): Verdict => ({
  kind: "throttled",
  retry_after,
  backoff: 2,
  scope: "account",
  next_step,
  ...(fix_by !== undefined && { fix_by }),
});

const REQUEST_LIMIT = rest(
  60,
  "It is tried again by itself. If it lasts, send less, or spread it over more of the day.",
);
/** "1 s → 5 min": https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes */
export const CALL_RATE = rest(1, "It is tried again by itself. If it lasts, send more slowly.");
const TEMPORARY = throttled(
  2,
  3,
  "It is tried again by itself. If that fails too, the contact may have blocked you: wait until they write.",
);
export const WINDOW = refused(
  "customer",
  "may",
  "Wait until the contact writes again, then resend the message.",
);
const UNAVAILABLE = refused(
  "customer",
  "may",
  "The contact blocked you or cannot be messaged. Reach them another way, or wait until they write.",
);
const NOT_REVIEWED = refused(
  "admin",
  "may",
  "Get the app through Meta's App Review (Advanced Access); until then only people with a role on it can be written to.",
);
const PERMISSION = refused(
  "admin",
  "may",
  "Grant the app its messaging permission again, connect the account anew, then resend the message.",
);
const BAD_CONTENT = refused(
  "developer",
  "never",
  "Correct the message: Meta found it empty or its data invalid.",
);

/**
 * Send API errors of both channels, by `code/subcode` and `code`.
 * Source: developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes (2026-03-18);
 * older subcodes: developers.facebook.com/docs/messenger-platform/reference/send-api/error-codes
 */
export const pageErrors: ErrorTable = {
  // "Possibly a temporary issue due to downtime. Wait and retry": developers.facebook.com/docs/graph-api/guides/error-handling
  "1": throttled(5, 2, "It is tried again by itself. metastatus.com tells whether Meta is disturbed."),
  "1/99": PERMISSION,
  // Meta's page: the messages were sent although this error came, so it is never taken for "not sent".
  "1/1357046": { kind: "ambiguous" },
  "2": TEMPORARY,
  "4": REQUEST_LIMIT,
  "4/2018022": REQUEST_LIMIT,
  "10": PERMISSION,
  "10/1893063": rest(
    3_600,
    "It is tried again by itself. Meta restricted this account for a time: see its Account Quality page.",
    "admin",
  ),
  "10/2018108": UNAVAILABLE,
  "10/2018278": WINDOW,
  "17": REQUEST_LIMIT,
  "32": REQUEST_LIMIT,
  "100": refused(
    "developer",
    "never",
    "Correct the field that Meta names; the same message is refused every time.",
  ),
  "100/33": refused(
    "admin",
    "never",
    "Check that the conversation's contact and account belong together: this token cannot reach that contact.",
  ),
  "100/2018001": refused(
    "admin",
    "never",
    "Meta knows no such contact for this account: ids differ from page to page. Answer where the contact wrote.",
  ),
  "100/2018032": BAD_CONTENT,
  "100/2018034": BAD_CONTENT,
  // One code for a download that failed, which may pass, and for a wrong type, which does not.
  "100/2018047": {
    ...throttled(
      5,
      2,
      "Meta could not fetch the file, or it is not of the type it is sent as: send it as a file.",
    ),
    fix_by: "agent",
  },
  "100/2018109": refused(
    "agent",
    "never",
    "Send a smaller file: images up to 8 MB, other files up to 25 MB.",
  ),
  "190": refused("admin", "may", "Connect the account again: its access token is invalid or expired."),
  "200": PERMISSION,
  "200/1545041": UNAVAILABLE,
  "200/2018027": NOT_REVIEWED,
  "200/2018028": NOT_REVIEWED,
  "230": PERMISSION,
  "368": rest(
    3_600,
    "It is tried again by itself. Meta blocked the account for breaking a policy: see its Support Inbox.",
    "admin",
  ),
  "551": UNAVAILABLE,
  "551/1545041": UNAVAILABLE,
  "613": CALL_RATE,
  "1200": TEMPORARY,
};
