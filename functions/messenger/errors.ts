import type { ErrorTable } from "../../shared/providers/meta-graph/client.ts";
import { pageErrors, refused, WINDOW } from "../../shared/providers/meta-graph/page-errors.ts";

const MARKETING = refused(
  "agent",
  "may",
  "Meta's limit of marketing messages to this contact is reached. Wait for its next period, then resend.",
);

/**
 * What only Messenger answers, beside what it shares with Instagram.
 * Source: developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes (2026-03-18)
 */
export const messengerErrors: ErrorTable = {
  ...pageErrors,
  "2/2018344": refused(
    "admin",
    "may",
    "Accept Meta's Page Contact terms (facebook.com/<page id>/inbox/page_contact_tos), then resend.",
  ),
  "4/2018354": MARKETING,
  "9/2018352": MARKETING,
  // Asks for a news Page's permission; for everyone else it means that the window is closed.
  "10/2018065": WINDOW,
  "10303": refused(
    "developer",
    "never",
    "The account linking token is wrong or used up: start the linking anew.",
  ),
};
