import * as z from "zod";
import { OutgoingAnswer } from "../../shared/lambda/dialect-answers.ts";
import type { Operation, Operations } from "../../shared/lambda/operation.ts";
import { PreviewAnswer } from "../../shared/lambda/preview-answers.ts";
import { IDEMPOTENCY_KEY, PREVIEW } from "../../shared/lambda/send-operation.ts";
import { RICH_FIELDS } from "../../shared/messaging/rich-body.ts";

const { attachments, attachment_url, buttons, cards, quick_replies, message_tag } = RICH_FIELDS;

const Body = z
  .object({
    account_id: z.string().min(1),
    text: z.string().nullish(),
    attachments,
    attachment_url,
    buttons,
    cards,
    quick_replies,
    message_tag,
    reply_to_message_id: z.string().nullish(),
  })
  .meta({ id: "SocialApiMessage" });

const Answer = z
  .object({
    success: z.literal(true),
    message_ids: z.array(z.string()),
    message_id: z.string().meta({ deprecated: true }),
    outgoing: OutgoingAnswer,
  })
  .meta({ id: "SocialApiAnswer" });

const SocialProblem = z
  .object({
    error: z.object({ code: z.string(), message: z.string(), meta: z.record(z.string(), z.unknown()) }),
    request_id: z.string(),
  })
  .meta({ id: "SocialApiProblem" });

const send: Operation = {
  tag: "social-api.ai",
  summary: "Send a message in a conversation, as social-api.ai's clients do",
  query: PREVIEW,
  headers: IDEMPOTENCY_KEY,
  body: Body,
  answers: { 200: z.union([Answer, PreviewAnswer]) },
  problem: SocialProblem,
};

export const operations: Operations = {
  "POST /v1/inbox/conversations/{id}/messages": send,
  "POST /inbox/conversations/{id}/messages": send,
};
