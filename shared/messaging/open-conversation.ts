import type { Account } from "../domain/account.ts";
import type { Contact, ExternalConversation } from "../domain/conversation.ts";
import type { Ids } from "../domain/ids.ts";
import type { ConversationStore, FoundConversation } from "./directory-ports.ts";
import type { Now } from "./ports.ts";

export interface OpenDeps {
  conversations: ConversationStore;
  ids: Ids;
  now: Now;
}

export type NewContact = Omit<Contact, "id">;

/** What a conversation that has to be opened is given besides. */
export interface Extra extends Pick<ExternalConversation, "visitor_hash"> {
  /** A contact who is known already; absent: whoever has the address, or a new one. */
  contact_id?: number | undefined;
}

/** A conditional put decides between two that open the same thread at once; the loser finds the winner's. */
const TRIES = 5;

/**
 * The account's thread with this contact: the one there is, or a new one. One address over one account is one thread;
 * a contact found by one of two addresses is found by the other from then on.
 */
export const openConversation =
  (deps: OpenDeps) =>
  async (
    account: Account,
    contact: NewContact,
    extra: Extra = {},
  ): Promise<{ conversation: ExternalConversation; created: boolean }> => {
    for (let tried = 0; tried < TRIES; tried += 1) {
      const known = await deps.conversations.find(account, contact);
      if (known) return { conversation: await completed(deps, known), created: false };
      const conversation = await fresh(deps, account, contact, extra);
      if (await deps.conversations.add(conversation)) return { conversation, created: true };
    }
    throw new Error(`No conversation could be opened for account ${account.id}`);
  };

/** Another conversation may have taken the address since: then that is where it leads. */
const completed = async (
  { conversations }: OpenDeps,
  { conversation, missing }: FoundConversation,
): Promise<ExternalConversation> => {
  if (Object.keys(missing).length === 0) return conversation;
  if (!(await conversations.addAddresses(conversation, missing))) return conversation;
  return { ...conversation, contact: { ...missing, ...conversation.contact } };
};

const fresh = async (
  deps: OpenDeps,
  account: Account,
  contact: NewContact,
  { contact_id, ...extra }: Extra,
): Promise<ExternalConversation> => {
  const now = deps.now();
  const known =
    contact_id !== undefined || contact.address === undefined
      ? contact_id
      : await deps.conversations.contactBy(account.organization_id, contact.address);
  return {
    id: deps.ids.whole(now),
    organization_id: account.organization_id,
    kind: "external",
    channel: account.channel,
    account,
    contact: { id: known ?? deps.ids.whole(now), ...contact },
    archived: false,
    created_at: now.toISOString(),
    ...extra,
  };
};
