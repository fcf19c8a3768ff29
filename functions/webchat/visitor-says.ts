import { createHash, randomUUID } from "node:crypto";
import type { ExternalConversation } from "../../shared/domain/conversation.ts";
import { PlainText } from "../../shared/messaging/plain-payload.ts";
import { show } from "./show.ts";
import type { Say, ServerFrame } from "./socket-frames.ts";
import type { VisitorSocketDeps } from "./visitor-socket.ts";

/**
 * Takes what a visitor wrote. The visitor's list comes first, because it keeps one item an id: when the same
 * `client_id` comes again (its answer was lost, or storing stopped half-way), the first item's time and text are
 * handed on again, and what made one message then makes the same one now.
 */
export const say = async (
  deps: VisitorSocketDeps,
  { connectionId, conversation }: { connectionId: string; conversation: ExternalConversation },
  { text, client_id }: Say,
): Promise<ServerFrame> => {
  const item = await deps.visitors.add(conversation.id, {
    id: itemId(conversation.id, client_id ?? randomUUID()),
    direction: "incoming",
    payload: { type: "text", text } satisfies PlainText,
    created_at: deps.now().toISOString(),
  });
  await deps.receiveIncoming({
    account: conversation.account,
    conversation,
    provider_message_id: item.id,
    text: PlainText.parse(item.payload).text,
    at: new Date(item.created_at),
  });
  // The other tabs of the same browser; one that misses it catches up.
  await show(deps, conversation.id, item, connectionId);
  return { type: "accepted", ...(client_id !== undefined && { client_id }), id: item.id, seq: item.seq };
};

/** 32 characters, so never a part's id (27); of the conversation too, so no visitor can name another's. */
const itemId = (conversationId: number, clientId: string): string =>
  createHash("sha256").update(`${conversationId}\n${clientId}`).digest("hex").slice(0, 32);
