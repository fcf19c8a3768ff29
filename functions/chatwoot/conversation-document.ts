import type { ExternalConversation } from "../../shared/domain/conversation.ts";
import type { Visitor } from "../../shared/messaging/visitor-contacts.ts";
import { contactDocument } from "./contact-document.ts";
import { numberOf } from "./numbers.ts";

export const conversationDocument = (
  { contact }: Visitor,
  { id, organization_id, account, archived }: ExternalConversation,
  messages: unknown[],
) => ({
  id,
  inbox_id: numberOf("inbox", organization_id, account.id),
  // What members put into the archive leaves it with the next message, as what Chatwoot calls resolved does.
  status: archived ? "resolved" : "open",
  messages,
  contact: contactDocument(contact),
});
