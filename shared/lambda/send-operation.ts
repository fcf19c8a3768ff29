import * as z from "zod";
import { OutgoingBody } from "../messaging/outgoing-body.ts";
import { LaterAnswer, MessageAnswer } from "./message-answers.ts";
import type { Operation, Parameter } from "./operation.ts";
import { PreviewAnswer } from "./preview-answers.ts";

export const IDEMPOTENCY_KEY: Record<string, Parameter> = {
  "Idempotency-Key": {
    schema: z.string().min(1).max(255).optional(),
    description: "The same request with the same key is one message, for 48 hours.",
  },
};

export const PREVIEW: Record<string, Parameter> = {
  preview: {
    schema: z.enum(["true", "false"]).optional(),
    description: "`true` answers what would be sent, and sends nothing.",
  },
};

const Body = OutgoingBody.meta({
  id: "OutgoingMessage",
  examples: [{ conversation_id: 101, message_text: "Hello" }],
});

/** One of the six endpoints that send on their channel. */
export const sends = (channel: string, description?: string): Operation => ({
  tag: "Sending",
  summary: `Send a message on ${channel}`,
  ...(description && { description }),
  query: PREVIEW,
  headers: IDEMPOTENCY_KEY,
  body: Body,
  answers: { 200: PreviewAnswer, 201: MessageAnswer, 202: LaterAnswer },
});
