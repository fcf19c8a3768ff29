import { type Violation, violation } from "../../shared/domain/errors.ts";
import type { Content, Part } from "../../shared/domain/message.ts";
import type { Transformed } from "../../shared/messaging/channel-ports.ts";

/**
 * What begins like a link in a text must be one: Instagram refuses the whole message.
 * "Links must be valid URLs": https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/send-message
 */
export const withWholeLinks = (made: Transformed, content: Content): Transformed => {
  const broken = made.parts.flatMap(brokenLinks);
  if (broken.length === 0) return made;
  return { parts: [], adaptations: [], violations: [refusal(broken[0]!, content)] };
};

const brokenLinks = ({ payload }: Part): string[] => {
  const { text } = Object(payload.message) as { text?: unknown };
  const links = typeof text === "string" ? text.match(/https?:\/\/\S*/gi) : null;
  return (links ?? []).filter((link) => !URL.canParse(link));
};

const refusal = (link: string, content: Content): Violation =>
  violation(placeOf(link, content), "invalid_link", `Instagram takes no link that is no URL: ${link}`);

/** Where it was written, as far as that can be told. */
const placeOf = (link: string, { text, list, location, contacts, cards, buttons }: Content): string => {
  if (text?.includes(link)) return "/message_text";
  if (list) return "/interactive";
  if (location) return "/location";
  if (contacts) return "/contacts";
  if (JSON.stringify(cards ?? []).includes(link)) return "/cards";
  return buttons ? "/buttons" : "/quick_replies";
};
