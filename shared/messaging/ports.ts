import type { Account, AccountKey } from "../domain/account.ts";
import type { StoredFile } from "../domain/attachment.ts";
import type { Channel } from "../domain/channel.ts";
import type { Contact, Conversation, ExternalConversation, Opened } from "../domain/conversation.ts";
import type { Fact, FactName, MessageState, Try } from "../domain/delivery.ts";
import type { IncomingMessage, Job, Note, OutgoingMessage } from "../domain/message.ts";

export type Now = () => Date;

/** A key's holder: one organization, one of its members, a person or a bot. */
export interface KeyHolder {
  organization_id: number;
  member_id: string;
  kind: "person" | "bot";
}

/** What one request needs, read at once. Absent things are undefined, whoever owns them. */
export interface Reading {
  holder: KeyHolder | undefined;
  conversation: Conversation | undefined;
  files: (StoredFile | undefined)[];
  replyTo: MessageView | undefined;
}

export interface ReadingRequest {
  key_hash?: string | undefined;
  conversation_id: number;
  file_ids: string[];
  /** A message of ours in that conversation. */
  reply_to?: string | undefined;
}

export interface Reader {
  /** One strongly consistent round trip. */
  readForAccept(request: ReadingRequest): Promise<Reading>;
}

/** A message as it is stored, whatever its way: the fixed part, and (outgoing) what became of it. */
export type MessageView =
  | { kind: "outgoing"; message: OutgoingMessage; state: MessageState }
  | { kind: "incoming"; message: IncomingMessage }
  | { kind: "note"; message: Note };

export interface MessageRef {
  conversation_id: number;
  message_id: string;
}

/** One thing learnt about a part. */
export type Change =
  | { part: number; fact: FactName; value: Fact }
  /** A try that did not send: `closed` says which intent, `surprise` that it was our own fault. */
  | { part: number; attempt?: Try; closed?: number; surprise?: true };

export interface Page<T> {
  data: T[];
  next: string | undefined;
}
export interface PageRequest {
  limit: number;
  cursor?: string | undefined;
}

export interface MessageStore {
  /** Both halves of a message, each only if it is absent. */
  addOutgoing(message: OutgoingMessage): Promise<void>;
  /**
   * The same, but looks first: for the worker, whose messages are nearly always stored. One that is not also takes
   * its conversation out of the archive, as accept does.
   */
  ensureOutgoing(message: OutgoingMessage): Promise<MessageState>;
  addNote(note: Note): Promise<void>;
  /** False: it was there already. `fromArchive`: its conversation leaves the archive in the same write. */
  addIncoming(message: IncomingMessage, fromArchive?: boolean): Promise<boolean>;
  /** Claims part `part`, attempt `attempt`, with what was learnt just before, in one write; stores the state if absent. */
  begin(
    message: OutgoingMessage,
    part: number,
    attempt: number,
    at: Date,
    learnt?: Change[],
  ): Promise<{ began: boolean; state: MessageState }>;
  /**
   * Adds what was learnt to a stored message; undefined when there is no such message (of that account, given whole
   * or by its id, which no other organization's account bears).
   */
  record(ref: MessageRef, changes: Change[], account?: AccountKey): Promise<MessageState | undefined>;
  get(ref: MessageRef): Promise<MessageView | undefined>;
  list(conversationId: number, page: PageRequest): Promise<Page<MessageView>>;
}

export interface IdempotencyRecord {
  organization_id: number;
  key: string;
  message_id: string;
  conversation_id: number;
  body_hash: string;
  /** Epoch milliseconds. */
  lease_until: number;
  expires_at: number;
}

export interface IdempotencyStore {
  /** Undefined: the record is now ours. Else the one that was there. */
  claim(record: IdempotencyRecord, now: Date): Promise<IdempotencyRecord | undefined>;
  /** True: nobody else took over `record` in the meantime, and its lease is now `leaseUntil`. */
  takeOver(record: IdempotencyRecord, leaseUntil: number): Promise<boolean>;
  find(organizationId: number, key: string, now: Date): Promise<IdempotencyRecord | undefined>;
}

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

export interface FileStore {
  get(organizationId: number, id: string): Promise<StoredFile | undefined>;
  add(file: StoredFile): Promise<void>;
  update(file: StoredFile): Promise<void>;
  /** A provider's id for the bytes, while it is valid (WhatsApp keeps uploads 30 days). */
  mediaId(
    file: Pick<StoredFile, "organization_id" | "id">,
    accountId: string,
    now: Date,
  ): Promise<string | undefined>;
  keepMediaId(
    file: Pick<StoredFile, "organization_id" | "id">,
    accountId: string,
    mediaId: string,
    until: Date,
  ): Promise<void>;
}

/** The promise: once `enqueue` settles, the message will be delivered or fail, whatever dies. */
export interface DeliveryQueue {
  enqueue(job: Job, group: string): Promise<void>;
}

export interface DueStore {
  /** The same entry for the same moment twice is one. */
  schedule(entry: DueEntry, at: Date): Promise<void>;
  /** What is due by now. An entry comes again until it is `done`, so acting on it twice must be harmless. */
  take(now: Date, limit: number): Promise<{ entry: DueEntry; done(): Promise<void> }[]>;
}
export interface DueEntry {
  conversation_id: number;
  message_id: string;
  part: number;
}

export interface ObjectFacts {
  size: number;
  etag: string;
}

export interface Bucket {
  readonly name: string;
  /** A link that takes exactly these bytes by PUT until it expires, and never overwrites. */
  signPut(
    file: Pick<StoredFile, "key" | "type" | "size">,
    expiresAt: Date,
  ): Promise<{ url: string; headers: Record<string, string> }>;
  /** A link that serves the object by GET, never as something a browser would run. */
  signGet(file: Pick<StoredFile, "key" | "name" | "type">, expiresAt: Date): Promise<string>;
  head(key: string): Promise<ObjectFacts | undefined>;
  /** The first bytes, for their magic number. */
  start(key: string, bytes: number): Promise<Uint8Array>;
  /** The whole object, for upload to a provider; fails if it is no longer `etag`. */
  open(key: string, etag: string): Promise<ReadableStream<Uint8Array>>;
}

/** What a visitor of the web chat sees: deliveries and their own messages, and nothing else, ever. */
export interface VisitorItem {
  /** 1, 2, 3, … within the conversation, in the order the visitor got to see them. */
  seq: number;
  /** A part's id (outgoing) or a message's id (incoming); the same id twice is one item. */
  id: string;
  direction: "incoming" | "outgoing";
  payload: Record<string, unknown>;
  created_at: string;
}

export interface VisitorStore {
  /** Answers the item as it stands: the first one of that id. */
  add(conversationId: number, item: Omit<VisitorItem, "seq">): Promise<VisitorItem>;
  after(conversationId: number, seq: number, limit: number): Promise<VisitorItem[]>;
  connect(conversationId: number, connectionId: string): Promise<void>;
  disconnect(connectionId: string): Promise<void>;
  conversationOf(connectionId: string): Promise<number | undefined>;
  connections(conversationId: number): Promise<string[]>;
}

export interface Sockets {
  /** False: that connection is gone. */
  post(connectionId: string, frame: unknown): Promise<boolean>;
}

export interface Secrets {
  /** Every value that is valid now (several during a rotation); empty when the name is not set. */
  get(name: string): Promise<string[]>;
}

/** What happened, for operators: a plain sentence and plain fields; never a text, an address, a token or a link. */
export interface Log {
  info(fields: Record<string, unknown>, sentence: string): void;
  warn(fields: Record<string, unknown>, sentence: string): void;
  error(fields: Record<string, unknown>, sentence: string): void;
}
