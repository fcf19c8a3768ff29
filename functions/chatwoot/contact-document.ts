import type { VisitorContact } from "../../shared/domain/visitor-contact.ts";
import type { Visitor } from "../../shared/messaging/visitor-contacts.ts";

/** A contact as the answer to its own request shows it. */
export const visitorDocument = ({ source_id, pubsub_token, contact }: Visitor) => ({
  source_id,
  pubsub_token,
  ...contactDocument(contact),
});

export const contactDocument = ({ id, name, email, phone_number }: VisitorContact) => ({
  id,
  name,
  email,
  phone_number,
});
