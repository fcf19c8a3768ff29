import * as z from "zod";
import { words } from "../../shared/providers/tolerant.ts";

const Id = z.string().regex(/^[0-9]{1,19}$/);
/** Milliseconds, as a string of digits. */
const Moment = z.coerce
  .number()
  .pipe(z.int().positive().max(8.64e15))
  .transform((ms) => new Date(ms));

/** https://docs.x.com/x-api/activity/event-payloads */
const Envelope = z.object({
  data: z.object({
    event_type: z.string(),
    /** The account whose events these are. */
    filter: z.object({ user_id: Id }),
    payload: z.looseObject({}),
  }),
});

export interface XEvent {
  type: string;
  account: string;
  payload: Record<string, unknown>;
}

/** Undefined: it is not of the documented form. */
export const eventIn = (body: unknown): XEvent | undefined => {
  const read = Envelope.safeParse(body).data?.data;
  return read && { type: read.event_type, account: read.filter.user_id, payload: read.payload };
};

/** One direct message, in the form that v1.1 gave it and v2's events keep. */
export const DirectMessage = z.object({
  id: Id,
  created_timestamp: Moment,
  message_create: z.object({
    sender_id: Id,
    target: z.object({ recipient_id: Id }),
    message_data: z.object({
      text: z.string().optional().catch(undefined),
      attachment: z
        .object({
          type: words(64),
          media: z
            .object({ type: words(64) })
            .optional()
            .catch(undefined),
        })
        .optional()
        .catch(undefined),
    }),
  }),
});
export type DirectMessage = z.infer<typeof DirectMessage>;

/**
 * Somebody has read up to a message. X documents no sample of `dm.read`: this is the form its older Account Activity
 * API gave. https://developer.x.com/en/docs/twitter-api/enterprise/account-activity-api/guides/account-activity-data-objects
 */
export const MarkRead = z.object({
  created_timestamp: Moment,
  sender_id: Id,
  target: z.object({ recipient_id: Id }),
  last_read_event_id: Id,
});

export const Messages = z.object({ direct_message_events: z.array(z.unknown()) });
export const Reads = z.object({ direct_message_mark_read_events: z.array(z.unknown()) });

/** Those who took part, by their ids. */
const Users = z.object({
  users: z.record(z.string(), z.object({ data: z.object({ name: words(256) }) })),
});

export const nameOf = (payload: unknown, user: string): string | undefined => {
  const users = Users.safeParse(payload).data?.users;
  return users && Object.hasOwn(users, user) ? users[user]?.data.name : undefined;
};
