import type { Failure } from "../../shared/domain/errors.ts";
import type { ErrorTable, Throttled, Verdict } from "../../shared/providers/meta-graph/client.ts";

/** A setting has to change first; the same message may be sent after that. */
const setup = (next_step: string): Verdict => ({
  kind: "refused",
  fix_by: "admin",
  next_step,
  retryable: true,
});
const refused = (fix_by: Failure["fix_by"], next_step: string): Verdict => ({
  kind: "refused",
  fix_by,
  next_step,
});
const wait = (retry_after: number, backoff?: number): Throttled => ({
  kind: "throttled",
  retry_after,
  ...(backoff !== undefined && { backoff }),
});
/** Every message of the number waits: it would be answered the same. Longer each time the same message meets it. */
const rest = (retry_after: number): Throttled => ({ ...wait(retry_after, 2), scope: "account" });
const pause = (next_step: string): Verdict => ({ ...rest(3_600), fix_by: "admin", next_step });

const reconnect = setup("Give the account a new access token, then resend the message.");
const permit = setup("Grant the app the WhatsApp messaging permission for this number, then resend.");
const register = setup("Register this phone number for the Cloud API again, then resend.");
const payload = refused(
  "developer",
  "Correct the field that the provider names, then send it as a new message.",
);
const template = (what: string): Verdict => refused("developer", what);
const marketing = setup("Finish the set-up of marketing messages in the business account, then resend.");

/** Codes 200 to 299 all say that a permission is missing. */
const permissions = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`${200 + index}`, permit]));

/**
 * What a Cloud API error means for a send. `1` and `131000` may stand for a message that went out all the same.
 * Seconds of waiting are Meta's where it says any, else ours.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
export const ERRORS: ErrorTable = {
  ...permissions,
  0: reconnect,
  190: reconnect,
  3: permit,
  10: permit,
  131005: permit,

  1: { kind: "ambiguous" },
  131000: { kind: "ambiguous" },

  2: wait(1, 2),
  131016: wait(1, 2),
  133004: wait(1, 2),
  4: rest(60),
  80007: rest(300),
  130429: rest(2),
  // "Wait 4^X seconds, X starting at 0": one contact only, never the whole number.
  131056: wait(1, 4),
  131057: rest(60),
  133016: rest(600),
  132069: rest(3_600),
  131048: pause("Check the number's quality in WhatsApp Manager: people blocked or reported it."),
  131064: pause("Check the categories of the account's templates in WhatsApp Manager."),

  33: register,
  131045: register,
  133010: register,
  368: setup("The account broke a policy: see its status in Business Support, then resend."),
  130497: setup("This number may not write to that country: see the account's restrictions."),
  131031: setup("The account is locked: see Business Support, then resend."),
  131037: setup("Get the display name of this number approved, then resend."),
  131042: setup("Add or correct the payment method of the business account, then resend."),

  100: payload,
  131008: payload,
  131009: payload,
  135000: payload,
  131051: refused("developer", "Send it as another type: WhatsApp does not know this one."),
  131021: refused("developer", "Address the contact, not the sending number itself."),

  131052: refused("customer", "Ask the contact to send the file again."),
  131053: refused("agent", "Send the file in a type and size that WhatsApp takes."),
  131047: refused("agent", "Send a template: the contact wrote more than 24 hours ago."),
  131026: refused("customer", "Reach the contact another way: WhatsApp cannot deliver to that number."),
  131050: refused("customer", "Send no marketing to this contact: they stopped it."),
  130403: refused("customer", "Reach the contact another way: they blocked this number."),
  131049: refused("provider", "Wait at least 24 hours before sending marketing to this contact again."),
  130472: refused("provider", "Wait until the contact writes: Meta holds marketing back from them."),

  131055: marketing,
  131063: marketing,
  134100: marketing,
  134102: marketing,
  134101: setup("Wait ten minutes until the template is known everywhere, then resend."),

  132000: template("Give as many parameters as the approved template has variables."),
  132001: template("Use a template that exists and is approved in this language."),
  132005: template("Shorten the parameters: the finished text is too long."),
  132007: refused("admin", "Edit the template: its content breaks a policy."),
  132012: template("Give each parameter the type and format that the template asks for."),
  132015: refused("admin", "Use another template: this one is paused for low quality."),
  132016: refused("admin", "Use another template: this one is disabled for good."),
  132018: template("Correct the parameters of the template that the provider names."),
  132068: refused("admin", "Repair the flow of the template: it is blocked."),
};

/**
 * The card of a message that a callback reports as failed. Nothing is tried again by itself then, so what would
 * be a throttle, or an unknown outcome, is for the agent to resend.
 */
export const failureOf = (code: number, title: string, details: string | undefined): Failure => ({
  code: "provider_refused",
  message: details ?? title,
  provider_code: `${code}`,
  provider_message: title,
  ...afterCallback(ERRORS[`${code}`]),
});

const afterCallback = (verdict: Verdict | undefined): Pick<Failure, "retryable" | "fix_by" | "next_step"> => {
  switch (verdict?.kind) {
    case "refused":
      return {
        retryable: verdict.retryable ?? false,
        fix_by: verdict.fix_by,
        next_step: verdict.next_step,
      };
    case "throttled":
    case "ambiguous":
      return { retryable: true, fix_by: "agent", next_step: "Resend the message in a while." };
    default:
      return { retryable: false, fix_by: "developer", next_step: LOOK_UP };
  }
};

const LOOK_UP = "Look the provider's code up in its error reference and correct the message.";
