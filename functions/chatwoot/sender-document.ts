import type { Author } from "../../shared/domain/message.ts";
import type { VisitorContact } from "../../shared/domain/visitor-contact.ts";
import { numberOf } from "./numbers.ts";

/** The visitor. Nobody is blocked here: whoever should not write gets no inbox identifier. */
export const contactSender = (contact: VisitorContact) => ({
  id: contact.id,
  name: contact.name,
  type: "contact",
  email: contact.email,
  phone_number: contact.phone_number,
  identifier: contact.identifier,
  blocked: false,
  avatar_url: contact.avatar_url,
  thumbnail: contact.avatar_url,
  additional_attributes: {},
  custom_attributes: contact.custom_attributes,
  created_at: contact.created_at,
});

/** Who wrote for the organization: a person's name and no more of them, or a bot. */
export const memberSender = (
  organizationId: number,
  { kind, member_id }: Author,
  name: string,
): Record<string, unknown> => {
  const common = { id: numberOf("member", organizationId, member_id ?? ""), name };
  if (kind === "bot") {
    return { ...common, type: "agent_bot", avatar_url: "", description: null, created_at: null };
  }
  return {
    ...common,
    type: "user",
    available_name: name,
    avatar_url: "",
    thumbnail: "",
    // Chatwoot's word for a member whose page has not told that they are there; here no page tells.
    availability_status: "offline",
  };
};
