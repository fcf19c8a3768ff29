import { readMessageId } from "../../shared/domain/ids.ts";
import type { ConversationStore } from "../../shared/messaging/directory-ports.ts";
import type { StatusReport } from "../../shared/messaging/record-statuses.ts";
import type { VisitorStore } from "../../shared/messaging/visitor-ports.ts";
import type { SayDeps } from "../../shared/messaging/visitor-says.ts";
import { frameOf } from "../../shared/messaging/visitor-show.ts";
import { type Ack, errorFrame, readFrame, type ServerFrame } from "./socket-frames.ts";
import { batchAfter, itemNamed } from "./visitor-list.ts";
import { say, tap } from "./visitor-speaks.ts";
import { opens } from "./visitor-token.ts";

export interface VisitorSocketDeps extends SayDeps {
  visitors: VisitorStore;
  conversations: Pick<ConversationStore, "get">;
  recordStatuses(reports: StatusReport[]): Promise<unknown>;
}

export interface VisitorSocket {
  /** `refused` does not say why: an absent conversation and a wrong token are one answer. */
  connected(
    connectionId: string,
    claim: { conversationId: number; token: string },
  ): Promise<"accepted" | "refused">;
  /** The frames to answer with, on the same connection and in this order. Throws only when a store does. */
  received(connectionId: string, rawFrame: string): Promise<ServerFrame[]>;
  disconnected(connectionId: string): Promise<void>;
}

/**
 * A visitor's side of a web chat, whatever carries the frames. All it shows comes from the visitor's own list, into
 * which only deliveries and the visitor's own messages are put; it has no way to read a conversation's messages.
 */
export const visitorSocket = (deps: VisitorSocketDeps): VisitorSocket => ({
  async connected(connectionId, { conversationId, token }) {
    const conversation = await deps.conversations.get(conversationId);
    if (!opens(token, conversation)) return "refused";
    await deps.visitors.connect(conversationId, connectionId);
    return "accepted";
  },

  async received(connectionId, rawFrame) {
    const frame = readFrame(rawFrame);
    if (frame.type === "error") return [frame];
    const conversationId = await deps.visitors.conversationOf(connectionId);
    if (conversationId === undefined) return [NOT_CONNECTED];
    if (frame.type === "catch_up") return itemsAfter(deps, conversationId, frame.after_seq);
    if (frame.type === "ack") return acknowledge(deps, conversationId, frame);
    const conversation = await deps.conversations.get(conversationId);
    if (conversation?.kind !== "external") return [NOT_CONNECTED];
    const from = { connectionId, conversation };
    return [frame.type === "reply" ? await tap(deps, from, frame) : await say(deps, from, frame)];
  },

  disconnected: (connectionId) => deps.visitors.disconnect(connectionId),
});

/**
 * Also met by a connection that a delivery took for gone: API Gateway answers 410 to what is posted before the
 * handshake ends (repost.aws/knowledge-center/410-gone-api-gateway). A client that begins with `catch_up`
 * learns it at once.
 */
const NOT_CONNECTED = errorFrame("not_connected", "This connection is not known any more: connect again.");

/** One batch, however long the list is: who asks for little must not make us hold much. */
const itemsAfter = async (
  deps: VisitorSocketDeps,
  conversationId: number,
  seq: number,
): Promise<ServerFrame[]> => {
  const { items, more } = await batchAfter(deps.visitors, conversationId, seq);
  const frames = await Promise.all(items.map((item) => frameOf(item, deps)));
  return [...frames, { type: "caught_up", seq: items.at(-1)?.seq ?? seq, more }];
};

/** Only what is in this visitor's own list can be acknowledged: another's part, or one not yet shown, is not found. */
const acknowledge = async (
  deps: VisitorSocketDeps,
  conversationId: number,
  ack: Ack,
): Promise<ServerFrame[]> => {
  const item = await itemNamed(deps.visitors, conversationId, ack);
  const { message_id, part } = (item?.direction === "outgoing" && readMessageId(item.id)) || {};
  if (message_id === undefined || part === undefined) {
    return [errorFrame("not_found", "No such message was sent to this visitor.")];
  }
  const value = { at: deps.now().toISOString() };
  await deps.recordStatuses([
    { conversation_id: conversationId, message_id, part, fact: "delivered", value },
  ]);
  return [];
};
