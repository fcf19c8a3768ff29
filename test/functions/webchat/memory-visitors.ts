import type { Sockets } from "../../../shared/messaging/ports.ts";
import type { NewVisitorItem, VisitorItem, VisitorStore } from "../../../shared/messaging/visitor-ports.ts";

/** Keeps its promises in memory: one item an id, seq without gaps, ascending pages. */
export class MemoryVisitors implements VisitorStore {
  readonly items = new Map<number, VisitorItem[]>();
  readonly linked = new Map<string, number>();
  reads = 0;
  largestPage = 0;
  async add(conversationId: number, item: NewVisitorItem): Promise<VisitorItem> {
    const list = this.items.get(conversationId) ?? [];
    this.items.set(conversationId, list);
    const known = list.find(({ id }) => id === item.id);
    if (known) return known;
    const kept = structuredClone({ ...item, seq: list.length + 1, number: 16 * (list.length + 1) });
    list.push(kept);
    return kept;
  }
  async named(conversationId: number, id: string): Promise<VisitorItem | undefined> {
    return this.items.get(conversationId)?.find((item) => item.id === id);
  }
  async before(conversationId: number, number = Number.MAX_SAFE_INTEGER, limit = 20) {
    const earlier = (this.items.get(conversationId) ?? []).filter((item) => item.number < number);
    return earlier.reverse().slice(0, limit);
  }
  async after(conversationId: number, seq: number, limit: number): Promise<VisitorItem[]> {
    this.reads += 1;
    this.largestPage = Math.max(this.largestPage, limit);
    return (this.items.get(conversationId) ?? []).filter((item) => item.seq > seq).slice(0, limit);
  }
  async connect(conversationId: number, connectionId: string): Promise<void> {
    this.linked.set(connectionId, conversationId);
  }
  async disconnect(connectionId: string): Promise<void> {
    this.linked.delete(connectionId);
  }
  async conversationOf(connectionId: string): Promise<number | undefined> {
    return this.linked.get(connectionId);
  }
  async connections(conversationId: number): Promise<string[]> {
    return [...this.linked].filter(([, id]) => id === conversationId).map(([connection]) => connection);
  }
}

/** Connections are there unless they are in `gone`, and break when they are in `broken`. */
export class MemorySockets implements Sockets {
  readonly posted: { to: string; frame: unknown }[] = [];
  readonly gone = new Set<string>();
  readonly broken = new Set<string>();
  async post(to: string, frame: unknown): Promise<boolean> {
    if (this.broken.has(to)) throw new Error("socket hang up");
    if (this.gone.has(to)) return false;
    this.posted.push({ to, frame: JSON.parse(JSON.stringify(frame)) });
    return true;
  }
}
