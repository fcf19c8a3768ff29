import { createHash } from "node:crypto";
import type { Account } from "../../shared/domain/account.ts";
import type { Channel } from "../../shared/domain/channel.ts";
import type { ExternalConversation } from "../../shared/domain/conversation.ts";
import { ORGANIZATION } from "../../shared/domain/ids.ts";
import { hashKey } from "../../shared/messaging/caller.ts";
import type { ConversationStore, Directory } from "../../shared/messaging/directory-ports.ts";
import { type ReceiveDeps, receiveFrom } from "../../shared/messaging/receive-incoming.ts";

export const DEMO_ORGANIZATION = 1;
export const DEMO_KEY = "demo-key";
export const DEMO_BOT_KEY = "demo-bot-key";
export const DEMO_VISITOR_TOKEN = "demo-visitor-token";
/** What webhooks are signed with on loopback when the environment names nothing. */
export const DEMO_SECRETS = {
  META_APP_SECRET: "demo-app-secret",
  META_VERIFY_TOKEN: "demo-verify-token",
  TWILIO_AUTH_TOKEN: "demo-auth-token",
  X_CONSUMER_SECRET: "demo-consumer-secret",
} as const;

interface Demo {
  conversation: number;
  contact: { id: number; address?: string };
  account: Pick<Account, "id" | "provider" | "address" | "provider_ids">;
}

/** One account and one conversation a channel, with fixed ids: the README's `curl` lines name them. */
export const DEMO: Record<Channel, Demo> = {
  whatsapp: {
    conversation: 101,
    contact: { id: 201, address: "+12025550101" },
    account: {
      id: "demowhatsapp",
      provider: "meta",
      address: "+12025550111",
      provider_ids: { phone_number_id: "100000000000101", waba_id: "100000000000191" },
    },
  },
  instagram: {
    conversation: 102,
    contact: { id: 202, address: "7000000000000102" },
    account: {
      id: "demoinstagram",
      provider: "meta",
      address: "demo.instagram",
      provider_ids: { instagram_id: "17841400000000102" },
    },
  },
  messenger: {
    conversation: 103,
    contact: { id: 203, address: "6000000000000103" },
    account: {
      id: "demomessenger",
      provider: "meta",
      address: "Demo page",
      provider_ids: { page_id: "100000000000103" },
    },
  },
  webchat: {
    conversation: 104,
    contact: { id: 204 },
    account: {
      id: "demowebchat",
      provider: "outgoing",
      address: "Demo inbox",
      provider_ids: { inbox_identifier: "demo-inbox" },
    },
  },
  sms: {
    conversation: 105,
    contact: { id: 205, address: "+12025550105" },
    account: {
      id: "demosms",
      provider: "twilio",
      address: "+12025550115",
      provider_ids: { account_sid: `AC${"0".repeat(29)}105`, number: "+12025550115" },
    },
  },
  playground: {
    conversation: 106,
    contact: { id: 206 },
    account: {
      id: "demoplayground",
      provider: "outgoing",
      address: "Demo playground",
      provider_ids: { playground_id: "demo-playground" },
    },
  },
  x: {
    conversation: 107,
    contact: { id: 207, address: "1000000000000207" },
    account: {
      id: "demox",
      provider: "x",
      address: "@demo",
      provider_ids: { x_user_id: "1000000000000107" },
    },
  },
};

const channels = Object.keys(DEMO) as Channel[];

const accountOf = (channel: Channel): Account => ({
  organization_id: DEMO_ORGANIZATION,
  channel,
  human_agent: "granted",
  ad_window_days: 7,
  ...DEMO[channel].account,
});

const conversationOf = (channel: Channel, now: Date): ExternalConversation => ({
  id: DEMO[channel].conversation,
  organization_id: DEMO_ORGANIZATION,
  kind: "external",
  channel,
  account: accountOf(channel),
  contact: { name: "Demo contact", ...DEMO[channel].contact },
  archived: false,
  created_at: now.toISOString(),
  ...(channel === "webchat" && {
    visitor_hash: createHash("sha256").update(DEMO_VISITOR_TOKEN).digest("hex"),
  }),
});

export interface DemoStores {
  directory: Directory;
  conversations: ConversationStore;
}

/** The demo organization, on an empty folder only; true when it is there, from now or before. */
export const seedDemo = async ({ directory, conversations }: DemoStores, now: Date): Promise<void> => {
  const organization_id = DEMO_ORGANIZATION;
  await directory.addMember({ id: ORGANIZATION, organization_id, kind: "organization", name: "Demo" });
  await directory.addMember({ id: "agent", organization_id, kind: "teammate", name: "Demo agent" });
  await directory.addMember({ id: "bot", organization_id, kind: "teammate", name: "Demo bot" });
  for (const channel of channels) {
    const conflict = await directory.putAccount(accountOf(channel));
    if (conflict) throw new Error(`The demo's account on ${channel} cannot be made: ${conflict}`);
    await conversations.add(conversationOf(channel, now));
  }
  await directory.addKey(hashKey(DEMO_BOT_KEY), { organization_id, member_id: "bot", kind: "bot" });
  await directory.addKey(hashKey(DEMO_KEY), { organization_id, member_id: "agent", kind: "person" });
  await directory.addOrganization({ id: organization_id, name: "Demo" });
};

/** As the provider would name their messages: the sandbox, like WhatsApp, takes no other id in a reply or a reaction. */
const ID_BEGINS: Partial<Record<Channel, string>> = { whatsapp: "wamid." };

/** The demo contacts write at every start, so that their reply windows are open on any day. */
export const demoContactsWrite = async (deps: ReceiveDeps): Promise<void> => {
  const receive = receiveFrom(deps);
  for (const channel of channels) {
    const conversation = await deps.conversations.get(DEMO[channel].conversation);
    if (conversation?.kind !== "external") continue;
    const at = deps.now();
    const { account } = conversation;
    const provider_message_id = `${ID_BEGINS[channel] ?? ""}demo.${channel}.${at.getTime()}`;
    await receive({ conversation, account, provider_message_id, text: "Hello!", at });
  }
};
