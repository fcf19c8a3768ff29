import * as z from "zod";

/**
 * The ways a message can leave. A wire name, a folder of `functions/` and a queue bear the same word.
 * `late`: what may still be sent after the provider's reply window closed; absent where there is no window.
 * `tags`: those of Meta under which a message may leave then.
 * `reports_by_id`: what its provider reports names a message by the provider's own id, or by a time.
 * `named_by`: the provider id by which a webhook names our account; `also_named_by`: another one, where there is one.
 */
export const TRAITS = {
  whatsapp: { named_by: "phone_number_id", late: ["note", "template"] },
  instagram: { named_by: "instagram_id", late: ["note"], tags: ["HUMAN_AGENT"], reports_by_id: true },
  messenger: {
    named_by: "page_id",
    // Its utility messages: …/messenger-platform/send-messages/utility-messages (2026-03-13)
    late: ["note", "template"],
    tags: ["HUMAN_AGENT", "CUSTOMER_FEEDBACK"],
    reports_by_id: true,
  },
  webchat: { named_by: "inbox_identifier" },
  // A messaging service writes from, and is written to at, any number of its pool:
  // https://www.twilio.com/docs/messaging/services
  sms: { named_by: "number", also_named_by: "messaging_service_sid" },
  playground: { named_by: "playground_id" },
} as const satisfies Record<string, Traits>;

interface Traits {
  named_by: string;
  also_named_by?: string;
  late?: readonly string[];
  tags?: readonly string[];
  reports_by_id?: boolean;
}

export type Channel = keyof typeof TRAITS;
export const CHANNELS = Object.keys(TRAITS) as [Channel, ...Channel[]];
export const Channel = z.enum(CHANNELS);

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
