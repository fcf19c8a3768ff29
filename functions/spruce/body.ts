import * as z from "zod";
import { notFound } from "../../shared/domain/errors.ts";
import { ORGANIZATION, WholeId } from "../../shared/domain/ids.ts";
import { malformed } from "../../shared/messaging/outgoing-body.ts";
import { absent } from "../../shared/messaging/rich-body.ts";
import { inTheirNames, type Rename } from "./paths.ts";

const optional = <T extends z.ZodType>(schema: T) => z.preprocess(absent, schema.optional());

/** An element of the message: what is said, or a member who is called to it. */
const Element = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), value: z.string() }),
  z.object({ type: z.literal("page"), value: z.string().min(1) }),
]);

/** `conversation_messagePost` of developer.sprucehealth.com/reference/postmessage. */
export const SpruceMessage = z.object({
  body: z.array(Element).min(1),
  internal: optional(z.boolean()),
  author: optional(z.string()),
  stayArchived: optional(z.boolean()),
  attachments: optional(
    z.array(z.object({ attachmentId: z.string().min(1), title: z.string().min(1) })).max(5),
  ),
});
export type SpruceMessage = z.infer<typeof SpruceMessage>;

export interface Outgoing {
  body: Record<string, unknown>;
  /** What our names of fields are in their body. */
  rename: Rename;
}

/** The message of a request as ours. */
export const outgoingOf = (conversationId: string, given: unknown): Outgoing => {
  const conversation = WholeId.safeParse(conversationId);
  if (!conversation.success) throw notFound("conversation");
  const parsed = SpruceMessage.safeParse(given);
  if (!parsed.success) throw malformed(parsed.error);
  return { body: bodyOf(conversation.data, parsed.data), rename: inTheirNames(parsed.data) };
};

/** Their message as our one body. Its texts are joined as they stand; without an author the organization writes. */
export const bodyOf = (conversation_id: number, message: SpruceMessage): Record<string, unknown> => {
  const { body, internal, author, stayArchived, attachments } = message;
  return {
    conversation_id,
    message_text: body.flatMap(({ type, value }) => (type === "text" ? [value] : [])).join(""),
    message_type: internal ? "note" : undefined,
    pages: body.flatMap(({ type, value }) => (type === "page" ? [value] : [])),
    author_id: author ?? ORGANIZATION,
    stay_archived: stayArchived,
    attachments: attachments?.map(({ attachmentId, title }) => ({
      source: attachmentId,
      source_type: "media_id",
      name: title,
    })),
  };
};
