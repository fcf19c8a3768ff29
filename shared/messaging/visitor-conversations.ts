import type { Conversation, ExternalConversation } from "../domain/conversation.ts";
import { notFound } from "../domain/errors.ts";
import { type Ids, WholeId } from "../domain/ids.ts";
import type { ConversationStore } from "./directory-ports.ts";
import type { Now } from "./ports.ts";
import { type Visitor, visitorHashOf } from "./visitor-contacts.ts";

interface Conversations<Name extends keyof ConversationStore> {
  conversations: Pick<ConversationStore, Name>;
}

/** How many of a contact's conversations one answer names, the latest first. */
const LISTED = 25;

/** A new conversation of a visitor, whom nobody reaches by an address: each call opens another one. */
export const startConversation =
  (deps: Conversations<"add"> & { ids: Ids; now: Now }) =>
  async ({ account, contact, pubsub_token }: Visitor): Promise<ExternalConversation> => {
    for (;;) {
      const now = deps.now();
      const conversation: ExternalConversation = {
        id: deps.ids.whole(now),
        organization_id: account.organization_id,
        kind: "external",
        channel: "webchat",
        account,
        contact: { id: contact.id, ...(contact.name !== null && { name: contact.name }) },
        archived: false,
        created_at: now.toISOString(),
        visitor_hash: visitorHashOf(pubsub_token),
      };
      // Another conversation may have drawn the same id in the same millisecond.
      if (await deps.conversations.add(conversation)) return conversation;
    }
  };

/** The visitor's own conversation of that id; another's, an absent and a malformed one are the same answer. */
export const ownConversation =
  ({ conversations }: Conversations<"get">) =>
  async (visitor: Visitor, text: string): Promise<ExternalConversation> => {
    const id = WholeId.safeParse(text);
    const found = id.success ? await conversations.get(id.data) : undefined;
    if (!isOf(visitor, found)) throw notFound("conversation");
    return found;
  };

export const listConversations =
  ({ conversations }: Conversations<"list">) =>
  async (visitor: Visitor): Promise<ExternalConversation[]> => {
    const filter = { contact_id: visitor.contact.id };
    const page = await conversations.list(visitor.account.organization_id, filter, { limit: LISTED });
    return page.data.filter((one) => isOf(visitor, one));
  };

const isOf = (
  { account, contact }: Visitor,
  conversation: Conversation | undefined,
): conversation is ExternalConversation =>
  conversation?.kind === "external" &&
  conversation.organization_id === account.organization_id &&
  conversation.account.id === account.id &&
  conversation.contact.id === contact.id;
