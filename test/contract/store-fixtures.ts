import { Account } from "../../shared/domain/account.ts";
import type { ExternalConversation } from "../../shared/domain/conversation.ts";
import { createIds } from "../../shared/domain/ids.ts";
import type { IncomingMessage, Note, OutgoingMessage } from "../../shared/domain/message.ts";

export const NOW = new Date("2026-11-21T12:00:00.000Z");
const ids = createIds();

export const nextId = () => ids.time(NOW);
/** Ids that no other test has. */
let last = 1_000;
export const nextWhole = () => {
  last += 1;
  return last;
};

export const accountOf = (organization_id: number, id: string, providerId = id): Account =>
  Account.parse({
    id,
    organization_id,
    channel: "whatsapp",
    provider: "meta",
    address: "+12025550111",
    provider_ids: { phone_number_id: providerId },
  });

export const conversationOf = (
  organization_id: number,
  change: Partial<ExternalConversation> = {},
): ExternalConversation => {
  const id = change.id ?? nextWhole();
  return {
    id,
    organization_id,
    kind: "external",
    channel: "whatsapp",
    account: accountOf(organization_id, `account${organization_id}`),
    contact: { id: nextWhole(), address: `+1202555${String(id).padStart(4, "0")}` },
    archived: false,
    created_at: NOW.toISOString(),
    ...change,
  };
};

export const messageOf = (conversation_id: number, parts = 1): OutgoingMessage => ({
  id: nextId(),
  organization_id: 1,
  conversation_id,
  account_id: "account1",
  channel: "whatsapp",
  message_type: "text",
  message_text: "Hello 👩🏽‍💻",
  files: [],
  media_urls: [],
  reply_to_message_id: null,
  author: { kind: "person", member_id: "agent" },
  parts,
  adaptations: [],
  created_at: NOW.toISOString(),
});

export const incomingOf = (conversation_id: number): IncomingMessage => ({
  id: nextId(),
  organization_id: 1,
  conversation_id,
  account_id: "account1",
  channel: "whatsapp",
  message_text: "Hi",
  provider_message_id: `wamid.${nextWhole()}`,
  created_at: NOW.toISOString(),
});

export const noteOf = (conversation_id: number): Note => ({
  id: nextId(),
  organization_id: 1,
  conversation_id,
  channel: "whatsapp",
  message_text: "call her back",
  files: [],
  author: { kind: "person", member_id: "agent" },
  created_at: NOW.toISOString(),
});
