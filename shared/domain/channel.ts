import * as z from "zod";

/**
 * The ways a message can leave. A wire name, a folder of `functions/` and a queue bear the same word.
 * `late`: what may still be sent after the provider's reply window closed; absent where there is no window.
 * `named_by`: the provider id by which a webhook names our account.
 */
export const TRAITS = {
  whatsapp: { named_by: "phone_number_id", late: ["note", "template"] },
  instagram: { named_by: "instagram_id", late: ["note"], human_agent: true },
  messenger: { named_by: "page_id", late: ["note"], human_agent: true },
  webchat: { named_by: "inbox_identifier" },
  sms: { named_by: "number" },
  playground: { named_by: "playground_id" },
} as const satisfies Record<string, { named_by: string; late?: readonly string[]; human_agent?: boolean }>;

export type Channel = keyof typeof TRAITS;
export const CHANNELS = Object.keys(TRAITS) as [Channel, ...Channel[]];
export const Channel = z.enum(CHANNELS);
