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
