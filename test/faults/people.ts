import type { Account } from "../../shared/domain/account.ts";
import type { ExternalConversation } from "../../shared/domain/conversation.ts";
import { hashKey } from "../../shared/messaging/caller.ts";
import { conversationStore } from "../../shared/store/conversations.ts";
import { directory } from "../../shared/store/directory.ts";
import type { Items } from "../../shared/store/items.ts";

export const START = Date.parse("2026-03-01T09:00:00.000Z");
export const ORGANIZATIONS = [1, 2] as const;
export const CONVERSATIONS = [11, 12, 13, 21, 22] as const;
export const organizationOf = (conversation: number): number => Math.floor(conversation / 10);
export const keyOf = (organization: number): string => `key-${organization}`;
export const tokenOf = (organization: number): string => `token-${organization}`;
export const numberOf = (organization: number): string => `10000000000010${organization}`;
export const addressOf = (conversation: number): string => `+120255501${conversation}`;
export const SECRETS = {
  META_APP_SECRET: "an app secret",
  META_VERIFY_TOKEN: "a verify token",
  TOKEN_1: tokenOf(1),
  TOKEN_2: tokenOf(2),
};

const accountOf = (organization_id: number): Account => ({
  id: `account${organization_id}`,
  organization_id,
  channel: "whatsapp",
  provider: "meta",
  address: `+1202555020${organization_id}`,
  provider_ids: { phone_number_id: numberOf(organization_id) },
  secret: `TOKEN_${organization_id}`,
  human_agent: "none",
  ad_window_days: 1,
});

const conversationOf = (id: number): ExternalConversation => ({
  id,
  organization_id: organizationOf(id),
  kind: "external",
  channel: "whatsapp",
  account: accountOf(organizationOf(id)),
  contact: { id: 1_000 + id, address: addressOf(id) },
  archived: false,
  created_at: new Date(START).toISOString(),
});

/** Two organizations with a key and an account each, and five conversations whose contacts have just written. */
export const seedPeople = async (items: Items): Promise<void> => {
  const directories = directory(items);
  const conversations = conversationStore(items);
  for (const id of ORGANIZATIONS) {
    await directories.putAccount(accountOf(id));
    await directories.addKey(hashKey(keyOf(id)), { organization_id: id, member_id: "bot", kind: "bot" });
  }
  for (const id of CONVERSATIONS) {
    await conversations.add(conversationOf(id));
    await conversations.heardFrom(id, {
      opened_at: new Date(START).toISOString(),
      expires_at: new Date(START + 24 * 3_600_000).toISOString(),
    });
  }
};
