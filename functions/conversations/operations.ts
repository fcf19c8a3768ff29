import * as z from "zod";
import { Channel } from "../../shared/domain/channel.ts";
import { AccountAnswer, ConversationAnswer, listOf, MemberAnswer } from "../../shared/lambda/answers.ts";
import { LaterAnswer, MessageAnswer, MessageWithTimeline } from "../../shared/lambda/message-answers.ts";
import type { Operations, Parameter } from "../../shared/lambda/operation.ts";
import { EveryPreviewAnswer } from "../../shared/lambda/preview-answers.ts";
import { IDEMPOTENCY_KEY } from "../../shared/lambda/send-operation.ts";
import { CreateBody } from "../../shared/messaging/create-conversation.ts";
import { OutgoingBody } from "../../shared/messaging/outgoing-body.ts";

const PAGE: Record<string, Parameter> = {
  limit: { schema: z.int().min(1).max(100).default(25), description: "Items of a page." },
  cursor: { schema: z.string().optional(), description: "`next_cursor` of the page before." },
};

const Neutral = OutgoingBody.partial({ conversation_id: true }).meta({
  id: "NeutralMessage",
  examples: [
    {
      message_text: "Which day?",
      quick_replies: [
        { title: "Monday", payload: "MONDAY" },
        { title: "Friday", payload: "FRIDAY" },
      ],
    },
  ],
});

export const operations: Operations = {
  "POST /conversation-messages-preview": {
    tag: "Sending",
    summary: "See what one body would become on every channel",
    description: "Nothing is stored or sent.",
    body: Neutral,
    answers: { 200: EveryPreviewAnswer },
  },
  "POST /conversations": {
    tag: "Conversations",
    summary: "Open a conversation, or find the one there is",
    description: "For web chat the answer carries `visitor_token` and `socket_url`.",
    body: CreateBody,
    answers: { 200: ConversationAnswer, 201: ConversationAnswer },
  },
  "GET /conversations": {
    tag: "Conversations",
    summary: "List conversations, newest first",
    query: {
      contact_id: { schema: z.int().optional(), description: "Those with this contact." },
      channel: { schema: Channel.optional(), description: "Those on this channel." },
      archived: { schema: z.enum(["true", "false"]).optional(), description: "Those put away, or not." },
      ...PAGE,
    },
    answers: { 200: listOf("Conversations", ConversationAnswer) },
  },
  "GET /conversations/{id}": {
    tag: "Conversations",
    summary: "Read a conversation and its reply window",
    answers: { 200: ConversationAnswer },
  },
  "PATCH /conversations/{id}": {
    tag: "Conversations",
    summary: "Put a conversation away, or take it out again",
    body: z.object({ archived: z.boolean() }),
    answers: { 200: ConversationAnswer },
  },
  "GET /conversations/{id}/messages": {
    tag: "Messages",
    summary: "List a conversation's messages, newest first",
    query: PAGE,
    answers: { 200: listOf("Messages", MessageAnswer) },
  },
  "GET /conversations/{id}/messages/{message_id}": {
    tag: "Messages",
    summary: "Read a message and what became of it",
    answers: { 200: MessageWithTimeline },
  },
  "POST /conversations/{id}/messages/{message_id}/resend": {
    tag: "Messages",
    summary: "Send a failed or canceled message again",
    description: "A new message with `resend_of`, at the end of its conversation.",
    headers: IDEMPOTENCY_KEY,
    answers: { 201: MessageAnswer, 202: LaterAnswer },
  },
  "POST /conversations/{id}/messages/{message_id}/cancel": {
    tag: "Messages",
    summary: "Take a message back that has not begun to leave",
    answers: { 200: MessageAnswer },
  },
  "POST /conversations/{id}/messages/{message_id}/pages/{page_id}/resolve": {
    tag: "Messages",
    summary: "Resolve the page by which a note calls the key's member",
    description: "With the key of another member it is 403; a resolved one is answered again.",
    answers: { 200: MessageAnswer },
  },
  "GET /members": {
    tag: "Organization",
    summary: "List members",
    query: PAGE,
    answers: { 200: listOf("Members", MemberAnswer) },
  },
  "GET /members/{id}": { tag: "Organization", summary: "Read a member", answers: { 200: MemberAnswer } },
  "GET /accounts": {
    tag: "Organization",
    summary: "List the numbers, pages and inboxes that messages leave from",
    query: PAGE,
    answers: { 200: listOf("Accounts", AccountAnswer) },
  },
};
