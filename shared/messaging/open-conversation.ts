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
    extra: Pick<ExternalConversation, "visitor_hash"> = {},
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
  extra: Pick<ExternalConversation, "visitor_hash">,
): Promise<ExternalConversation> => {
  const now = deps.now();
  const known =
    contact.address === undefined
      ? undefined
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
