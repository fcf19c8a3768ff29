import { createHash, timingSafeEqual } from "node:crypto";
import type { Conversation, ExternalConversation } from "../../shared/domain/conversation.ts";

/**
 * Whether a token opens this conversation: a web chat's, whose stored SHA-256 (hex) it has. Compared in constant
 * time, so that how long a refusal takes tells nothing of the hash.
 */
export const opens = (
  token: string,
  conversation: Conversation | undefined,
): conversation is ExternalConversation => {
  if (conversation?.kind !== "external" || conversation.channel !== "webchat") return false;
  const kept = Buffer.from(conversation.visitor_hash ?? "", "hex");
  const given = createHash("sha256").update(token).digest();
  return kept.length === given.length && timingSafeEqual(kept, given);
};
