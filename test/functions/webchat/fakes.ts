import { createHash } from "node:crypto";
import { visitorSocket } from "../../../functions/webchat/visitor-socket.ts";
import type { Account } from "../../../shared/domain/account.ts";
import type { Conversation, ExternalConversation } from "../../../shared/domain/conversation.ts";
import { createIds } from "../../../shared/domain/ids.ts";
import type { Job, Part } from "../../../shared/domain/message.ts";
import type { Bucket } from "../../../shared/messaging/file-ports.ts";
import { MemoryInbox } from "./memory-inbox.ts";
import { MemorySockets, MemoryVisitors } from "./memory-visitors.ts";

export const START = new Date("2026-03-01T09:00:00.000Z");
export const TOKEN = "visitor-token-of-conversation-7";

export const account: Account = {
  id: "webchat1",
  organization_id: 1,
  channel: "webchat",
  provider: "outgoing",
  address: "Shop",
  provider_ids: {},
  human_agent: "none",
  ad_window_days: 1,
};

export const conversationOf = (
  id: number,
  token: string,
  more: Partial<ExternalConversation> = {},
): ExternalConversation => ({
  id,
  organization_id: 1,
  archived: false,
  created_at: START.toISOString(),
  kind: "external",
  channel: "webchat",
  account,
  contact: { id: 70 + id, address: `visitor-${id}` },
  visitor_hash: createHash("sha256").update(token).digest("hex"),
  ...more,
});

export const bucket: Pick<Bucket, "signGet"> = {
  signGet: async ({ key }, expiresAt) => `https://files.example/${key}?expires=${expiresAt.getTime()}`,
};

const ids = createIds();

export const jobOf = (conversationId: number, parts: Part[]): Job => ({
  message: {
    id: ids.time(START),
    organization_id: 1,
    conversation_id: conversationId,
    account_id: account.id,
    channel: "webchat",
    message_type: "text",
    message_text: null,
    files: [],
    media_urls: [],
    reply_to_message_id: null,
    author: { kind: "person", member_id: "m1" },
    parts: parts.length,
    adaptations: [],
    created_at: START.toISOString(),
  },
  parts,
  account,
  contact: { id: 77, address: "visitor-7" },
});

export const textPart = (text: string): Part => ({
  kind: "text",
  payload: { type: "text", text },
  slots: [],
});

export const imagePart = (name: string): Part => ({
  kind: "media",
  payload: { type: "image", text: "see", file: { key: `1/f/${name}`, name, type: "image/png", size: 9 } },
  slots: [],
});

/** A web chat with two conversations, 7 (of `TOKEN`) and 8, and a clock that a test moves. */
export const createChat = (...more: Conversation[]) => {
  const clock = { now: START };
  const visitors = new MemoryVisitors();
  const sockets = new MemorySockets();
  const inbox = new MemoryInbox();
  const known = [conversationOf(7, TOKEN), conversationOf(8, "another-token"), ...more];
  const deps = {
    visitors,
    sockets,
    bucket,
    now: () => clock.now,
    conversations: { get: async (id: number) => known.find((one) => one.id === id) },
    recordStatuses: inbox.recordStatuses.bind(inbox),
    receiveIncoming: inbox.receiveIncoming.bind(inbox),
  };
  return { clock, visitors, sockets, inbox, deps, socket: visitorSocket(deps) };
};
