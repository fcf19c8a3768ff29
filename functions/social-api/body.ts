import * as z from "zod";
import { notFound } from "../../shared/domain/errors.ts";
import { WholeId } from "../../shared/domain/ids.ts";
import { malformed } from "../../shared/messaging/outgoing-body.ts";

/** What differs from our own body; everything else bears the same names, and is checked there. */
const SocialBody = z.looseObject({ account_id: z.string().min(1), text: z.string().nullish() });

/** The fields of social-api.ai's body; others are nobody's and are not passed on. */
const SAME = [
  "attachments",
  "attachment_url",
  "buttons",
  "cards",
  "quick_replies",
  "message_tag",
  "reply_to_message_id",
  "strict",
] as const;

/** Their body as ours. The type of the message is told by what is in it. */
export const outgoingOf = (id: string, given: unknown): { body: unknown; account_id: string } => {
  const conversation = WholeId.safeParse(id);
  if (!conversation.success) throw notFound("conversation");
  const parsed = SocialBody.safeParse(given);
  if (!parsed.success) throw malformed(parsed.error);
  const { account_id, text } = parsed.data;
  const rest = Object.fromEntries(SAME.map((name) => [name, parsed.data[name]]));
  return { account_id, body: { ...rest, conversation_id: conversation.data, message_text: text } };
};
