import { DEMO } from "../../../infra/local/demo.ts";
import type { Channel } from "../../../shared/domain/channel.ts";
import type { ExternalConversation } from "../../../shared/domain/conversation.ts";
import { hashKey } from "../../../shared/messaging/caller.ts";
import { conversationStore } from "../../../shared/store/conversations.ts";
import { directory } from "../../../shared/store/directory.ts";
import type { Embedded } from "../../support/embedded.ts";

export const OTHER_ORGANIZATION = 2;
export const OTHER_KEY = "other-key";
/** Its conversation on each channel is the demo's id and this. */
export const OTHER_OFFSET = 800;

/** A second tenant of the same backend, with an account and an open conversation on each channel. */
export const addOtherOrganization = async (embedded: Embedded): Promise<void> => {
  const members = directory(embedded.items);
  const organization_id = OTHER_ORGANIZATION;
  await members.addOrganization({ id: organization_id, name: "Other" });
  await members.addMember({ id: "otheragent", organization_id, kind: "teammate", name: "Other agent" });
  await members.addKey(hashKey(OTHER_KEY), { organization_id, member_id: "otheragent", kind: "person" });
  for (const channel of Object.keys(DEMO) as Channel[]) {
    const account = {
      ...DEMO[channel].account,
      id: `other${channel}`,
      organization_id,
      channel,
      provider_ids: { ...DEMO[channel].account.provider_ids, ...ownId(channel) },
      human_agent: "none" as const,
      ad_window_days: 1,
    };
    await members.putAccount(account);
    const conversation: ExternalConversation = {
      id: DEMO[channel].conversation + OTHER_OFFSET,
      organization_id,
      kind: "external",
      channel,
      account,
      contact: { ...DEMO[channel].contact, id: DEMO[channel].contact.id + OTHER_OFFSET },
      archived: false,
      created_at: embedded.clock.now.toISOString(),
    };
    await conversationStore(embedded.items).add(conversation);
  }
};

const ownId = (channel: Channel): Record<string, string> =>
  ({
    whatsapp: { phone_number_id: "900000000000101" },
    instagram: { instagram_id: "17841900000000102" },
    messenger: { page_id: "900000000000103" },
    webchat: { inbox_identifier: "other-inbox" },
    sms: { number: "+12025550195" },
    playground: { playground_id: "other-playground" },
    x: { x_user_id: "9000000000000107" },
  })[channel];
