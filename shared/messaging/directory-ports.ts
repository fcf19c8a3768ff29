import type { Account, AccountKey } from "../domain/account.ts";
import type { Channel } from "../domain/channel.ts";
import type {
  Contact,
  Conversation,
  ExternalConversation,
  Offer,
  Opened,
  OptOut,
} from "../domain/conversation.ts";
import type { KeyHolder } from "./message-ports.ts";
import type { Page, PageRequest } from "./ports.ts";

export interface ConversationStore {
  get(id: number): Promise<Conversation | undefined>;
  /** The account's thread with this contact, by whichever of their addresses leads to one. */
  find(account: AccountKey, contact: Addresses): Promise<FoundConversation | undefined>;
  /** The organization's contact with this address, on whatever channel they wrote first. */
  contactBy(organizationId: number, address: string): Promise<number | undefined>;
  /** False: another conversation holds one of its addresses, or its id. */
  add(conversation: Conversation): Promise<boolean>;
  /** Lets further addresses lead to the conversation too. False: another one holds one of them. */
  addAddresses(conversation: ExternalConversation, addresses: Addresses): Promise<boolean>;
  archive(id: number, archived: boolean): Promise<void>;
  /** The contact wrote: the window that ends later wins. */
  heardFrom(id: number, opened: Opened): Promise<void>;
  /** The contact clicked an ad; the latest click is remembered. ISO time. */
  adClicked(id: number, at: string): Promise<void>;
  /** True: this message (the provider's id) is the one that followed the click of that time; another never is. */
  followsAd(id: number, clickedAt: string, providerMessageId: string): Promise<boolean>;
  /** Since when is kept from the first such word; a word said before the last one known changes nothing. */
  optOut(id: number, optOut: OptOut): Promise<void>;
  optIn(id: number, at: string): Promise<void>;
  /** What the contact may choose from; that of the latest message (by its id) stands. */
  offer(id: number, offer: Offer): Promise<void>;
  list(organizationId: number, filter: ConversationFilter, page: PageRequest): Promise<Page<Conversation>>;
}

/** What a contact is found by on one account: WhatsApp's have a phone number, a business-scoped id, or both. */
export type Addresses = Pick<Contact, "address" | "user_id">;

export interface FoundConversation {
  conversation: ExternalConversation;
  /** Those of the addresses asked for that lead to no conversation yet. */
  missing: Addresses;
}

export interface ConversationFilter {
  contact_id?: number | undefined;
  channel?: Channel | undefined;
  archived?: boolean | undefined;
}

export interface Organization {
  id: number;
  name: string;
}
export interface Member {
  id: string;
  organization_id: number;
  kind: "teammate" | "team" | "organization";
  name: string;
}

/**
 * Why an account cannot be stored as it is: its id is another organization's, an account never changes its channel,
 * or another account has one of the ids by which webhooks name it.
 */
export type AccountConflict = "id_taken" | "other_channel" | "provider_id_taken";

export interface Directory {
  holderOf(keyHash: string): Promise<KeyHolder | undefined>;
  member(organizationId: number, id: string): Promise<Member | undefined>;
  members(organizationId: number, page: PageRequest): Promise<Page<Member>>;
  account(organizationId: number, id: string): Promise<Account | undefined>;
  accounts(organizationId: number, page: PageRequest): Promise<Page<Account>>;
  /** The account that a provider's webhook names, whoever owns it. */
  accountBy(channel: Channel, providerId: string): Promise<Account | undefined>;
  addOrganization(organization: Organization): Promise<boolean>;
  addMember(member: Member): Promise<boolean>;
  addKey(keyHash: string, holder: KeyHolder): Promise<boolean>;
  /** Rewrites the account and every conversation that carries a copy of it. Undefined: done. */
  putAccount(account: Account): Promise<AccountConflict | undefined>;
}
