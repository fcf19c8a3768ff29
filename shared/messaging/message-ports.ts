import type { AccountKey } from "../domain/account.ts";
import type { AccountPause } from "../domain/account-pause.ts";
import type { StoredFile } from "../domain/attachment.ts";
import type { Channel } from "../domain/channel.ts";
import type { Conversation } from "../domain/conversation.ts";
import type { Fact, FactName, MessageState, Try } from "../domain/delivery.ts";
import type { IncomingMessage, Note, OutgoingMessage } from "../domain/message.ts";
import type { Member } from "./directory-ports.ts";
import type { Page, PageRequest } from "./ports.ts";
import type { KnownTemplates, TemplateAsked } from "./template-ports.ts";

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
  /** The template asked for, as the caller's own organization has it; absent: none was asked for. */
  templates?: KnownTemplates;
}

export interface ReadingRequest {
  key_hash?: string | undefined;
  conversation_id: number;
  file_ids: string[];
  /** A message of ours in that conversation. */
  reply_to?: string | undefined;
  /** A key's holder is shown those of its own organization, whichever is named here. */
  template?: TemplateAsked | undefined;
}

export interface Reader {
  /** One strongly consistent round trip; a second one for a template of an organization that nobody named yet. */
  readForAccept(request: ReadingRequest): Promise<Reading>;
  /** Members of one organization, in the order of their ids (each once, at most 100). */
  readMembers(organizationId: number, ids: string[]): Promise<(Member | undefined)[]>;
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

/** The account that something was learnt through; its channel says whether `sent` leaves a pointer. */
export type Through = AccountKey & { channel?: Channel };

/** One thing learnt about a part. */
export type Change =
  | { part: number; fact: FactName; value: Fact }
  /** When it was sent, by the provider's own clock (ISO 8601). */
  | { part: number; echoed: string }
  /** A try that did not send: `closed` says which intent, `surprise` that it was our own fault. */
  | { part: number; attempt?: Try; closed?: number; surprise?: true };

/** A message as a worker takes it up. */
export interface Taken extends MessageState {
  pause: AccountPause | undefined;
}

export interface MessageStore {
  /** Both halves of a message, each only if it is absent. */
  addOutgoing(message: OutgoingMessage): Promise<void>;
  /**
   * The same, but looks first: for the worker, whose messages are nearly always stored. One that is not also takes
   * its conversation out of the archive, as accept does. The account's pause comes with the same read.
   */
  ensureOutgoing(message: OutgoingMessage): Promise<Taken>;
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
   * or by its id, which no other organization's account bears). On a channel that reports by the provider's id,
   * `sent` and the pointer from that id to the part are one write, here as in `begin`.
   */
  record(ref: MessageRef, changes: Change[], account?: Through): Promise<MessageState | undefined>;
  /** The same, if part `part` was not canceled by then; else nothing is added, and the state is as it was. */
  recordUnlessCanceled(
    ref: MessageRef,
    part: number,
    changes: Change[],
    account?: Through,
  ): Promise<{ recorded: boolean; state: MessageState } | undefined>;
  get(ref: MessageRef): Promise<MessageView | undefined>;
  list(conversationId: number, page: PageRequest): Promise<Page<MessageView>>;
  /**
   * Cancels all `parts` of a stored message in one write, if none of them was begun or has ended; the state as it is
   * then, whoever was first.
   */
  cancel(ref: MessageRef, parts: number, value: Fact): Promise<MessageState>;
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
