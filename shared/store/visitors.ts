import type { VisitorItem, VisitorStore } from "../messaging/visitor-ports.ts";
import { ABSENT, type Guard, type Item, type Items } from "./items.ts";
import { keys } from "./keys.ts";

/** Two writers meet rarely (a reply while the visitor types); each loss means that somebody else got on. */
const TRIES = 50;
/** API Gateway ends a socket after two hours; a forgotten connection does not stay much longer. */
const CONNECTION_SECONDS = 3 * 3_600;

export const visitorStore = (items: Items, now: () => Date): VisitorStore => ({
  async add(conversationId, item) {
    const byId = keys.visitorId(conversationId, item.id);
    const count = keys.visitorCount(conversationId);
    for (let tried = 0; tried < TRIES; tried += 1) {
      const [known, counted] = await items.read([byId, count]);
      if (known) {
        const [first] = await items.read([keys.visitorItem(conversationId, Number(known.seq))]);
        return first!.item as VisitorItem;
      }
      const seq = Number(counted?.seq ?? 0) + 1;
      const kept: VisitorItem = { ...item, seq };
      const unmoved: Guard = counted ? { seq: { equals: seq - 1 } } : ABSENT;
      const done = await items.writeAll([
        { put: { ...count, seq }, if: unmoved },
        { put: { ...keys.visitorItem(conversationId, seq), item: kept }, if: ABSENT },
        { put: { ...byId, seq }, if: ABSENT },
      ]);
      if (done) return kept;
    }
    throw new Error(`The visitor's list of conversation ${conversationId} is written by too many at once`);
  },

  async after(conversationId, seq, limit) {
    const { pk, sk: after } = keys.visitorItem(conversationId, seq);
    const found = await items.list(pk, { prefix: "item#", after, limit });
    return found.map((row) => row.item as VisitorItem);
  },

  async connect(conversationId, connectionId) {
    const ttl = Math.floor(now().getTime() / 1000) + CONNECTION_SECONDS;
    const link: Item = { ...keys.connection(connectionId), conversation_id: conversationId, ttl };
    await items.write({ put: link });
    await items.write({
      put: { ...keys.visitorConnection(conversationId, connectionId), connection_id: connectionId, ttl },
    });
  },

  async disconnect(connectionId) {
    const [link] = await items.read([keys.connection(connectionId)]);
    if (!link) return;
    await items.write({ remove: keys.visitorConnection(Number(link.conversation_id), connectionId) });
    await items.write({ remove: keys.connection(connectionId) });
  },

  async conversationOf(connectionId) {
    const [link] = await items.read([keys.connection(connectionId)]);
    return link && Number(link.conversation_id);
  },

  async connections(conversationId) {
    const { pk } = keys.visitorConnection(conversationId, "");
    const found = await items.list(pk, { prefix: "connection#", limit: 100 });
    return found.map((row) => String(row.connection_id));
  },
});
