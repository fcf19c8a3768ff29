import * as z from "zod";
import { readable } from "../../shared/providers/tolerant.ts";

/** Seconds since 1970, as text or as a number. */
export const Moment = z.coerce
  .number()
  .positive()
  .max(8.64e12)
  .transform((seconds) => new Date(seconds * 1000));

/**
 * The envelope; unknown fields pass, and items are read one by one, so that one strange item hides no other.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
 */
const Envelope = z.object({ entry: z.array(z.object({ changes: z.array(z.unknown()).default([]) })) });
const List = z.array(z.unknown()).default([]);
const Change = z.object({
  field: z.string(),
  value: z.object({
    metadata: z.object({ phone_number_id: z.string() }),
    contacts: List,
    messages: List,
    statuses: List,
    calls: List,
    user_preferences: List,
  }),
});
export type Change = z.infer<typeof Change>;

/** Every change of every entry that is about one of the organization's numbers. */
export const changesOf = (body: unknown): Change[] => readable(Change, everyChange(body));

/** Every change, whatever it is. */
export const everyChange = (body: unknown): unknown[] => {
  const envelope = Envelope.safeParse(body);
  return envelope.success ? envelope.data.entry.flatMap((entry) => entry.changes) : [];
};

const Profile = z.object({
  wa_id: z.string().optional(),
  user_id: z.string().optional(),
  profile: z.object({ name: z.string().optional() }).optional(),
});

/** Who did something: E.164 with its `+`, absent for people who hide their phone; the business-scoped id; their name. */
export interface Person {
  from: string | undefined;
  user_id: string | undefined;
  name: string | undefined;
}

/** The person behind a phone or a business-scoped id, with what the change says of its contacts. */
export const personOf = (
  { contacts }: Change["value"],
  phone: string | undefined,
  userId: string | undefined,
): Person => {
  const contact = readable(Profile, contacts).find(
    (one) => (phone !== undefined && one.wa_id === phone) || (userId !== undefined && one.user_id === userId),
  );
  return {
    from: phone === undefined ? undefined : `+${phone.replace(/\D/g, "")}`,
    user_id: userId ?? contact?.user_id,
    name: contact?.profile?.name,
  };
};
