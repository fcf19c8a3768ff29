import * as z from "zod";
import { notFound } from "../../shared/domain/errors.ts";
import { WholeId } from "../../shared/domain/ids.ts";
import { malformed } from "../../shared/messaging/outgoing-body.ts";

/** Clients send null or "" for what they leave out. */
const absent = (value: unknown) => (value === null || value === "" ? undefined : value);
const Id = z.string().regex(/^[0-9a-z]+$/, "must be letters a-z and digits");

/** https://docs.inboxapp.com/api-reference/messages/send-message. `attachment` is ours: the document has no field for one. */
export const ThreadBody = z.object({
  content: z.string().min(1),
  replyToMessageId: z.preprocess(absent, Id.max(512).optional()),
  attachment: z.preprocess(absent, z.object({ id: Id }).optional()),
});

/** The same in the one body of all endpoints. */
export interface Asked {
  conversation_id: number;
  message_text: string;
  reply_to_message_id?: string;
  conversation_file_id?: string;
}

/** @throws Refusal 404 for a thread that cannot be one, 400 with every violation of the body. */
export const askedOf = (threadId: string, json: unknown): Asked => {
  const conversation = WholeId.safeParse(threadId);
  if (!conversation.success) throw notFound("conversation");
  const body = ThreadBody.safeParse(json);
  if (!body.success) throw malformed(body.error);
  const { content, replyToMessageId, attachment } = body.data;
  return {
    conversation_id: conversation.data,
    message_text: content,
    ...(replyToMessageId !== undefined && { reply_to_message_id: replyToMessageId }),
    ...(attachment !== undefined && { conversation_file_id: attachment.id }),
  };
};
