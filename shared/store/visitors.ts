import { createIds, wholeFrom } from "../domain/ids.ts";
import { FILES_MAX } from "../messaging/visitor-limits.ts";
import type { VisitorItem, VisitorStore } from "../messaging/visitor-ports.ts";
import { ABSENT, type Guard, type Item, type Items } from "./items.ts";
import { keys } from "./keys.ts";

/** Two writers meet rarely (a reply while the visitor types); each loss means that somebody else got on. */
const TRIES = 50;
/** API Gateway ends a socket after two hours; a forgotten connection does not stay much longer. */
const CONNECTION_SECONDS = 3 * 3_600;

/** Each item has an integer, and each of its files the next one. */
const NUMBERS_EACH = 1 + FILES_MAX;

export const visitorStore = (items: Items, now: () => Date, ids = createIds()): VisitorStore => ({
  async add(conversationId, item) {
    const byId = keys.visitorId(conversationId, item.id);
    const count = keys.visitorCount(conversationId);
    for (let tried = 0; tried < TRIES; tried += 1) {
      const [known, counted] = await items.read([byId, count]);
      if (known) {
        return (await itemAt(items, conversationId, Number(known.seq)))!;
      }
      const seq = Number(counted?.seq ?? 0) + 1;
      // From the clock; only where that did not move on, from the one before.
      const number = Math.max(ids.whole(now()), Number(counted?.number ?? 0) + NUMBERS_EACH);
      const kept: VisitorItem = { ...item, seq, number };
      const unmoved: Guard = counted ? { seq: { equals: seq - 1 } } : ABSENT;
      const done = await items.writeAll([
        { put: { ...count, seq, number }, if: unmoved },
        { put: { ...keys.visitorItem(conversationId, seq), item: kept }, if: ABSENT },
        { put: { ...byId, seq }, if: ABSENT },
      ]);
      if (done) return kept;
    }
    throw new Error(`The visitor's list of conversation ${conversationId} is written by too many at once`);
  },

  async named(conversationId, id) {
    const [known] = await items.read([keys.visitorId(conversationId, id)]);
    return known && itemAt(items, conversationId, Number(known.seq));
  },

  async after(conversationId, seq, limit) {
    const { pk, sk: after } = keys.visitorItem(conversationId, seq);
    const found = await items.list(pk, { prefix: "item#", after, limit });
    return found.map(itemOf);
  },

  async before(conversationId, number, limit) {
    const { pk } = keys.visitorCount(conversationId);
    const seq = number === undefined ? undefined : await firstFrom(items, conversationId, number);
    const after = seq === undefined ? {} : { after: keys.visitorItem(conversationId, seq).sk };
    const found = await items.list(pk, { prefix: "item#", newestFirst: true, limit, ...after });
    return found.map(itemOf);
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

/** Items of earlier versions have no integer of their own: it is made of what they have, the same each time. */
const itemOf = (row: Item): VisitorItem => {
  const item = row.item as Omit<VisitorItem, "number"> & { number?: number };
  return { ...item, number: item.number ?? wholeFrom(new Date(item.created_at), item.id) };
};

const itemAt = async (
  items: Items,
  conversationId: number,
  seq: number,
): Promise<VisitorItem | undefined> => {
  const [row] = await items.read([keys.visitorItem(conversationId, seq)]);
  return row && itemOf(row);
};

/** The place of the first item whose integer is not below `number`: they rise with the places, so by halves. */
const firstFrom = async (items: Items, conversationId: number, number: number): Promise<number> => {
  const [counted] = await items.read([keys.visitorCount(conversationId)]);
  let low = 1;
  let high = Number(counted?.seq ?? 0) + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const item = await itemAt(items, conversationId, middle);
    if (item && item.number < number) low = middle + 1;
    else high = middle;
  }
  return low;
};
