import type { AccountKey } from "../domain/account.ts";
import type { Author } from "../domain/message.ts";
import type { VisitorContact } from "../domain/visitor-contact.ts";

/** What a visitor of the web chat sees: deliveries and their own messages, and nothing else, ever. */
export interface VisitorItem {
  /** 1, 2, 3, … within the conversation, in the order the visitor got to see them. */
  seq: number;
  /**
   * The item's integer for Chatwoot's clients: milliseconds × 4096 + 12 random bits, above every earlier one of the
   * conversation. Its first file has the next integer, and so on; nobody else has those.
   */
  number: number;
  /** A part's id (outgoing) or a message's id (incoming); the same id twice is one item. */
  id: string;
  direction: "incoming" | "outgoing";
  payload: Record<string, unknown>;
  /** What its writer called it: `echo_id` over HTTP, `client_id` on the socket. */
  echo_id?: string;
  /** Who wrote it for the organization; absent: the visitor, or it was shown before authors were kept. */
  author?: Author;
  created_at: string;
}

export type NewVisitorItem = Omit<VisitorItem, "seq" | "number">;

export interface VisitorStore {
  /** Answers the item as it stands: the first one of that id. */
  add(conversationId: number, item: NewVisitorItem): Promise<VisitorItem>;
  /** The item of that id. */
  named(conversationId: number, id: string): Promise<VisitorItem | undefined>;
  after(conversationId: number, seq: number, limit: number): Promise<VisitorItem[]>;
  /** Newest first, from the one before `number` on; without it, from the newest on. */
  before(conversationId: number, number: number | undefined, limit: number): Promise<VisitorItem[]>;
  connect(conversationId: number, connectionId: string): Promise<void>;
  disconnect(connectionId: string): Promise<void>;
  conversationOf(connectionId: string): Promise<number | undefined>;
  connections(conversationId: number): Promise<string[]>;
}

/** Contacts who came by an inbox, each found by the hash of what only they know. */
export interface VisitorContactStore {
  /** False: that hash is taken. */
  add(account: AccountKey, hash: string, contact: VisitorContact): Promise<boolean>;
  get(account: AccountKey, hash: string): Promise<VisitorContact | undefined>;
}
