import * as z from "zod";
import type { AddressKind } from "./address.ts";

/**
 * The ways a message can leave. A wire name, a folder of `functions/` and a queue bear the same word.
 * `late`: what may still be sent after the provider's reply window closed; absent where there is no window.
 * `tags`: those of Meta under which a message may leave then.
 * `reports_by_id`: what its provider reports names a message by the provider's own id, or by a time.
 * `named_by`: the provider id by which a webhook names our account; `also_named_by`: another one, where there is one.
 * `address`: how its contacts are found (shared/domain/address.ts); absent where they come to us.
 */
export const TRAITS = {
  whatsapp: {
    provider: "meta",
    named_by: "phone_number_id",
    address: "phone",
    late: ["note", "template"],
  },
  instagram: {
    provider: "meta",
    named_by: "instagram_id",
    address: "instagram_scoped",
    late: ["note"],
    tags: ["HUMAN_AGENT"],
    reports_by_id: true,
  },
  messenger: {
    provider: "meta",
    named_by: "page_id",
    address: "page_scoped",
    // Its utility messages: …/messenger-platform/send-messages/utility-messages (2026-03-13)
    late: ["note", "template"],
    tags: ["HUMAN_AGENT", "CUSTOMER_FEEDBACK"],
    reports_by_id: true,
  },
  webchat: { provider: "outgoing", named_by: "inbox_identifier" },
  // A messaging service writes from, and is written to at, any number of its pool:
  // https://www.twilio.com/docs/messaging/services
  sms: {
    provider: "twilio",
    named_by: "number",
    also_named_by: "messaging_service_sid",
    address: "phone",
  },
  playground: { provider: "outgoing", named_by: "playground_id" },
  x: { provider: "x", named_by: "x_user_id", address: "x_user", reports_by_id: true },
} as const satisfies Record<string, Traits>;

interface Traits {
  provider: string;
  named_by: string;
  address?: AddressKind;
  also_named_by?: string;
  late?: readonly string[];
  tags?: readonly string[];
  reports_by_id?: boolean;
}

export type Channel = keyof typeof TRAITS;
export const CHANNELS = Object.keys(TRAITS) as [Channel, ...Channel[]];
export const Channel = z.enum(CHANNELS);

/** How contacts of this channel are found; undefined: they come to us. */
export const addressKind = (channel: Channel): AddressKind | undefined => {
  const { address }: Traits = TRAITS[channel];
  return address;
};

/** The names of the provider ids by which webhooks may name an account of this channel. */
export const namesOn = (channel: Channel): string[] => {
  const { named_by, also_named_by }: Traits = TRAITS[channel];
  return also_named_by === undefined ? [named_by] : [named_by, also_named_by];
};

/** Whether this channel's reports must be found by the provider's ids of our messages. */
export const reportsById = (channel: Channel): boolean => {
  const { reports_by_id = false }: Traits = TRAITS[channel];
  return reports_by_id;
};

/** The message tags that this channel knows. */
export const tagsOn = (channel: Channel): readonly string[] => {
  const { tags = [] }: Traits = TRAITS[channel];
  return tags;
};
