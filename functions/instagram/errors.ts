import type { ErrorTable } from "../../shared/providers/meta-graph/client.ts";
import { CALL_RATE, pageErrors, refused } from "../../shared/providers/meta-graph/page-errors.ts";

/**
 * Instagram's own subcodes, beside those it shares with Messenger. Both flavours answer alike, except that
 * Instagram Login sends the window error with HTTP 403 and the type `IGApiException`.
 * Source: developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes (2026-03-18)
 */
export const instagramErrors: ErrorTable = {
  ...pageErrors,
  // Reported also for replies that looked in time: the thread lies in Requests, or the id is another account's.
  "10/2534022": refused(
    "customer",
    "may",
    "Wait until the contact writes again. If they just did, accept the thread in Instagram's Requests folder, then resend.",
  ),
  "100/2534014": refused(
    "admin",
    "never",
    "Instagram knows no such person for this account: ids differ from account to account. Answer where they wrote.",
  ),
  "100/2534029": refused(
    "admin",
    "may",
    "The account is blocked from Instagram's API. See its Account Status in the Instagram app, then resend.",
  ),
  "200/2534041": refused(
    "admin",
    "may",
    "Switch on “Allow access to messages” in the account's Instagram settings, then resend the message.",
  ),
  "613/2534040": CALL_RATE,
};
