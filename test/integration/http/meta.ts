import { createHandler as createInstagram } from "../../../functions/instagram/webhook-instagram.ts";
import { createHandler as createMessenger } from "../../../functions/messenger/webhook-messenger.ts";
import { createHandler as createWhatsapp } from "../../../functions/whatsapp/webhook-whatsapp.ts";
import { DEMO } from "../../../infra/local/demo.ts";
import { metaJson } from "../../../infra/local/sandbox/sign.ts";

/** The three webhooks of Meta, by their real entry files. */
export const CREATE = { whatsapp: createWhatsapp, instagram: createInstagram, messenger: createMessenger };
export type Meta = keyof typeof CREATE;
export const META = Object.keys(CREATE) as Meta[];
/** An hour before the fixture's clock: the provider's time is not ours. */
export const WROTE = Date.parse("2026-03-01T08:00:00.000Z");
export const STRANGER: Record<Meta, string> = {
  whatsapp: "12025550177",
  instagram: "7777777",
  messenger: "6666666",
};
const OURS: Record<Meta, string> = {
  whatsapp: DEMO.whatsapp.account.provider_ids.phone_number_id!,
  instagram: DEMO.instagram.account.provider_ids.instagram_id!,
  messenger: DEMO.messenger.account.provider_ids.page_id!,
};

export interface Said {
  id: string;
  text: string;
  from?: string;
  at?: number;
  to?: string;
}

/** An element of `entry`, as Meta documents it for each channel. */
export const entryOf = (channel: Meta, ...said: Said[]): object => {
  const to = said[0]?.to ?? OURS[channel];
  if (channel !== "whatsapp") {
    return {
      id: to,
      time: WROTE,
      messaging: said.map(({ id, text, from = STRANGER[channel], at = WROTE }) => ({
        sender: { id: from },
        recipient: { id: to },
        timestamp: at,
        message: { mid: id, text },
      })),
    };
  }
  const changes = said.map(({ id, text, from = STRANGER.whatsapp, at = WROTE }) => ({
    field: "messages",
    value: {
      messaging_product: "whatsapp",
      metadata: { display_phone_number: "12025550111", phone_number_id: to },
      contacts: [{ profile: { name: "Ada" }, wa_id: from }],
      messages: [{ from, id, timestamp: String(at / 1000), type: "text", text: { body: text } }],
    },
  }));
  return { id: "102290129340398", changes };
};

const OBJECT = { whatsapp: "whatsapp_business_account", instagram: "instagram", messenger: "page" };
export const bodyOf = (channel: Meta, ...entry: object[]) => metaJson({ object: OBJECT[channel], entry });
