import * as z from "zod";
import { OutgoingAnswer } from "../../shared/lambda/dialect-answers.ts";
import type { Operation, Operations } from "../../shared/lambda/operation.ts";
import { PreviewAnswer } from "../../shared/lambda/preview-answers.ts";
import { IDEMPOTENCY_KEY, PREVIEW } from "../../shared/lambda/send-operation.ts";
import { ThreadBody } from "./request-body.ts";

const time = z.iso.datetime();

const ThreadMessage = z
  .object({
    platform: z.literal("twitter"),
    teamId: z.string(),
    threadId: z.string(),
    id: z.string(),
    userId: z.string().nullable(),
    createdAt: time,
    updatedAt: time.nullable(),
    platformId: z.string().nullable(),
    content: z.string(),
    campaignId: z.null(),
    authorId: z.string(),
    origin: z.enum(["api", "external", "internal"]),
    replyData: z
      .object({
        id: z.string(),
        platformId: z.string().nullable(),
        content: z.string(),
        authorId: z.string(),
      })
      .nullable(),
    forwardData: z.null(),
    entities: z.record(z.string(), z.array(z.record(z.string(), z.string()))).nullable(),
    attachment: z.record(z.string(), z.unknown()).nullable(),
    reactions: z.array(z.unknown()),
    isEncrypted: z.literal(false),
    isEdited: z.literal(false),
    deletedAt: z.null(),
    platformDeletedAt: z.null(),
    outgoing: OutgoingAnswer,
  })
  .meta({ id: "InboxMessage" });

const InboxProblem = z
  .looseObject({ error: z.looseObject({ code: z.string(), message: z.string(), status: z.int() }) })
  .meta({ id: "InboxProblem" });

const send: Operation = {
  tag: "Inbox",
  summary: "Send a direct message on X in a thread, as Inbox's clients do",
  query: PREVIEW,
  headers: IDEMPOTENCY_KEY,
  body: ThreadBody,
  answers: { 200: z.union([ThreadMessage, PreviewAnswer]) },
  problem: InboxProblem,
};

export const operations: Operations = {
  "POST /api/v1/threads/{threadId}/messages": send,
  "POST /threads/{threadId}/messages": send,
};
