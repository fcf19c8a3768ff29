import { type Violation, violation } from "../../shared/domain/errors.ts";
import { MAX_PARTS } from "../../shared/domain/ids.ts";
import type { Content } from "../../shared/domain/message.ts";
import type { Destination, Transformed } from "../../shared/messaging/channel-ports.ts";
import { strangeTarget } from "./answered.ts";
import { choiceIds } from "./choice-ids.ts";
import { contradictions } from "./contradictions.ts";
import { type Draft, drafted, refused } from "./draft.ts";
import { draftList } from "./draft-list.ts";
import { draftContacts, draftLocation, draftReaction } from "./draft-objects.ts";
import { draftRich } from "./draft-rich.ts";
import { partOf } from "./payload.ts";
import { parseTemplate } from "./template.ts";

/** Neutral content as WhatsApp messages: media first, then what text did not fit as its caption. */
export const transformOutgoing = (content: Content, to: Destination): Transformed => {
  const { bubbles, adaptations, ...draft } = draftOf(content);
  const found = [...unaddressed(to), ...strangeTarget(content), ...draft.violations];
  const violations = [...found, ...wrongCount(bubbles.length, content, found.length > 0)];
  if (violations.length > 0) return { parts: [], adaptations, violations };
  const replyTo = content.replyTo?.provider_message_id;
  const ids = choiceIds(draft.choices, to);
  const parts = bubbles.map((bubble, index) =>
    partOf(bubble, index, to, ids, index === 0 ? replyTo : undefined),
  );
  return { parts, adaptations, violations, ...(ids.choices.length > 0 && { choices: ids.choices }) };
};

const draftOf = (content: Content): Draft => {
  const violations = contradictions(content);
  if (violations.length > 0) return refused(...violations);
  if (content.type === "template") return draftTemplate(content.template);
  if (content.reaction) return draftReaction(content.reaction);
  if (content.location) return draftLocation(content.location);
  if (content.contacts) return draftContacts(content.contacts);
  if (content.list) return draftList(content.list, 1);
  return draftRich(content);
};

const draftTemplate = (given: unknown): Draft => {
  const { template, violations } = parseTemplate(given);
  return template ? drafted([{ kind: "template", template }]) : refused(...violations);
};

const wrongCount = (count: number, { cards, media }: Content, isRefused: boolean): Violation[] => {
  if (count === 0 && !isRefused) return [violation("/message_text", "empty_message", NOTHING)];
  if (count <= MAX_PARTS) return [];
  const path = cards ? "/cards" : media.length > 1 ? "/attachments" : "/message_text";
  const message = `This would be ${count} WhatsApp messages; at most ${MAX_PARTS} are sent for one. Send less at once.`;
  return [violation(path, "too_many_parts", message)];
};

const unaddressed = ({ contact }: Destination): Violation[] =>
  contact.address === undefined && contact.user_id === undefined
    ? [violation("/conversation_id", "contact_unreachable", UNREACHABLE)]
    : [];

const NOTHING = "There is nothing to send.";
const UNREACHABLE = "This contact has neither a phone number nor a WhatsApp user id.";
