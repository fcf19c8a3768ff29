import type { Channel } from "../domain/channel.ts";
import type { ExternalConversation, OptOut } from "../domain/conversation.ts";
import { type Failure, type Violation, violation } from "../domain/errors.ts";
import type { ConversationStore } from "./directory-ports.ts";

/**
 * The providers' own codes for a contact who opted out.
 * WhatsApp: …/whatsapp/support/error-codes; Twilio: https://www.twilio.com/docs/api/errors/21610
 */
const SCOPE_OF: Partial<Record<Channel, { code: string; scope: OptOut["scope"] }>> = {
  whatsapp: { code: "131050", scope: "marketing" },
  sms: { code: "21610", scope: "all" },
};

export interface OptOutDeps {
  conversations: Pick<ConversationStore, "optOut">;
}

/** A refusal that says the contact opted out is remembered, so that the next message is refused at once. ISO time. */
export const rememberOptOut = async (
  { conversations }: OptOutDeps,
  { channel, conversation_id }: { channel: Channel; conversation_id: number },
  failure: Failure | undefined,
  at: string,
): Promise<void> => {
  const said = SCOPE_OF[channel];
  if (said === undefined || failure?.provider_code !== said.code) return;
  await conversations.optOut(conversation_id, { scope: said.scope, at });
};

/**
 * Why nothing may be sent to a contact who stopped everything. Who stopped marketing alone may still get templates:
 * a marketing one cannot be told from another here.
 */
export const optedOut = ({ opted_out }: ExternalConversation): Violation[] => {
  if (opted_out?.scope !== "all") return [];
  const message = `The contact stopped all messages at ${opted_out.at}; they can be written to again once they send START.`;
  return [violation("/conversation_id", "opted_out", message)];
};
