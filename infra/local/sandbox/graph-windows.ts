import type { Fields } from "./checks.ts";
import type { Dialect } from "./graph-dialects.ts";
import type { Recipient } from "./graph-send.ts";
import { DAY, WEEK, type Windows } from "./windows.ts";

const types = ["RESPONSE", "UPDATE", "MESSAGE_TAG", "UTILITY"] as const;

/**
 * Dead since 2026-04-27, with the code of any bad parameter.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/changelog/rss/
 */
const deadTags = ["CONFIRMED_EVENT_UPDATE", "ACCOUNT_UPDATE", "POST_PURCHASE_UPDATE"];
const tags = ["HUMAN_AGENT", "CUSTOMER_FEEDBACK", "NON_PROMOTIONAL_SUBSCRIPTION"] as const;

/** Which messaging type and tag may be sent when: https://developers.facebook.com/documentation/business-messaging/messenger-platform/policy */
export function checkWindow(
  dialect: Dialect,
  account: string,
  body: Fields,
  recipient: Recipient,
  windows: Windows,
): void {
  const type = typeOf(dialect, body);
  const length = type === "MESSAGE_TAG" ? tagReach(dialect, body.tag) : DAY;
  if (type !== "MESSAGE_TAG" && body.tag !== undefined) {
    throw dialect.refuse(100, "tag is only allowed with messaging_type MESSAGE_TAG");
  }
  const utility = typeof body.message === "object" && body.message !== null && "template" in body.message;
  if (utility !== (type === "UTILITY")) {
    throw dialect.refuse(100, "messaging_type UTILITY and message.template belong together");
  }
  // Other kinds of recipient have rules of their own, and no contact to look up.
  if (utility || recipient.key !== "id") return;
  if (!windows.isOpen(dialect.channel, account, recipient.value, length)) throw dialect.outsideWindow();
}

function typeOf({ check, rules, loneTags }: Dialect, body: Fields): (typeof types)[number] {
  const given = body.messaging_type;
  if (given !== undefined || rules.messagingTypeRequired) return check.oneOf(given, "messaging_type", types);
  return loneTags && body.tag !== undefined ? "MESSAGE_TAG" : "RESPONSE";
}

function tagReach(dialect: Dialect, value: unknown): number {
  if (typeof value === "string" && deadTags.includes(value)) {
    throw dialect.refuse(100, `Invalid parameter: the tag ${value} is no longer supported`);
  }
  const tag = dialect.check.oneOf(value, "tag", tags);
  if (tag === "NON_PROMOTIONAL_SUBSCRIPTION") {
    throw dialect.refuse(10, "This Page has no permission to send news messages", 2018065);
  }
  if (tag === "CUSTOMER_FEEDBACK" && dialect.channel === "instagram") {
    throw dialect.refuse(100, "CUSTOMER_FEEDBACK is not available on Instagram");
  }
  return WEEK;
}
