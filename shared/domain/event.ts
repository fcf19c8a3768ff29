import * as z from "zod";
import { Channel } from "./channel.ts";

export const EVENT_TYPES = [
  "message.created",
  "message.status",
  "message.incoming",
  "message.attachment",
  "message.page",
  "conversation.updated",
] as const;

/** One thing that changed, as an organization's own programs hear of it. */
export const Event = z.object({
  /** Made of what changed, so that the same change told twice is one event. */
  id: z.string(),
  type: z.enum(EVENT_TYPES),
  organization_id: z.int(),
  conversation_id: z.int(),
  message_id: z.string().optional(),
  /** Conversations among members have none. */
  channel: Channel.optional(),
  /** What members told each other: never to be shown to a contact. */
  is_note: z.boolean(),
  /** Nothing of the message will change by our own doing; later proof of a provider may still refine it. */
  is_final: z.boolean(),
  /** When the change was stored, ISO 8601. */
  at: z.string(),
  /** The public document of what changed, as it was then. */
  data: z.record(z.string(), z.unknown()),
});
export type Event = z.infer<typeof Event>;

/** An event in its place: 1, 2, 3, … within its organization, without gaps. */
export interface SequencedEvent extends Event {
  seq: number;
}
