import { type Violation, violation } from "../../shared/domain/errors.ts";
import type { Content } from "../../shared/domain/message.ts";

/** How every id of a message begins: …/whatsapp/messages/contextual-replies */
const WAMID = "wamid.";

/** A message is answered, or reacted to, by WhatsApp's own id of it; the provider refuses any other with 131009. */
export const strangeTarget = ({ replyTo, reaction }: Content): Violation[] => [
  ...(replyTo ? unlessOurs("/reply_to_message_id", replyTo.provider_message_id) : []),
  ...(reaction ? unlessOurs("/reaction/message_id", reaction.to.provider_message_id) : []),
];

const unlessOurs = (path: string, id: string): Violation[] =>
  id.startsWith(WAMID) ? [] : [violation(path, "not_a_message_id", NOT_AN_ID)];

const NOT_AN_ID = `It names no message on WhatsApp, whose ids begin with "${WAMID}": give our id of the message, or WhatsApp's.`;
