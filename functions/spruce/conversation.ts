import type { Account } from "../../shared/domain/account.ts";
import type { Channel } from "../../shared/domain/channel.ts";
import { addressOf, type Contact, type Conversation } from "../../shared/domain/conversation.ts";

/** SMS is a phone conversation to Spruce, and a web chat a secure one; the rest they do not have. */
const typeOf = (channel: Channel): string =>
  (({ sms: "phone", webchat: "secure" }) as Partial<Record<Channel, string>>)[channel] ?? "other";

/** A conversation as Spruce shows one. */
export const conversationOf = (conversation: Conversation, publicUrl: string) => ({
  object: "conversation",
  id: String(conversation.id),
  archived: conversation.archived,
  createdAt: conversation.created_at,
  isReadOnly: false,
  tags: [],
  apiURL: `${publicUrl}/conversations/${conversation.id}`,
  // There is no app to show it in.
  appURL: null,
  ...(conversation.kind === "external"
    ? withContact(conversation)
    : { type: conversation.kind, title: TITLES[conversation.kind], externalParticipants: [] }),
});

const TITLES = { team: "Team conversation", note: "Note conversation" } as const;

const withContact = ({
  channel,
  account,
  contact,
}: {
  channel: Channel;
  account: Account;
  contact: Contact;
}) => {
  const address = addressOf(contact);
  const title = contact.name ?? (address === "" ? "Visitor" : address);
  return {
    type: typeOf(channel),
    title,
    associatedContactIds: [String(contact.id)],
    externalParticipants: [
      {
        contact: String(contact.id),
        displayName: title,
        ...(address !== "" && { endpoint: endpointOf(channel, address) }),
      },
    ],
    internalEndpoint: { id: account.id, ...endpointOf(channel, account.address) },
  };
};

const endpointOf = (channel: Channel, address: string) => ({
  object: "endpoint",
  channel: typeOf(channel),
  displayValue: address,
  rawValue: address,
});
