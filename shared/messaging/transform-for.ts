import type { ExternalConversation } from "../domain/conversation.ts";
import { choiceId, handleOf, partId } from "../domain/ids.ts";
import type { Content } from "../domain/message.ts";
import type { ChannelRules, Transformed } from "./channel-ports.ts";
import { uncarried } from "./content-kinds.ts";
import { placeIn, type Resend, withoutSent } from "./resend-parts.ts";

/** The parts that leave under this id, each with the stamp of the place it has in the message. */
export const transformFor = (
  rules: ChannelRules,
  conversation: Pick<ExternalConversation, "id" | "account" | "contact">,
  content: Content,
  id: string,
  resend?: Resend,
): Transformed => {
  const violations = uncarried(rules.capabilities, content);
  if (violations.length > 0) return { parts: [], adaptations: [], violations };
  const transformed = rules.transform(content, {
    account: conversation.account,
    contact: conversation.contact,
    handle: (part) => handleOf(conversation.id, partId(id, resend ? placeIn(resend, part) : part)),
    choice: (index) => choiceId(id, index),
  });
  return resend ? withoutSent(transformed, resend) : transformed;
};
