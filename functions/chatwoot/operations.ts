import * as z from "zod";
import type { Operation, Operations } from "../../shared/lambda/operation.ts";
import { ConversationAnswer, MessageAnswer, VisitorAnswer } from "./answer-schemas.ts";
import { ContactBody } from "./contact-body.ts";

const ChatwootProblem = z
  .union([
    z.object({ error: z.string() }),
    z.object({ message: z.string(), attributes: z.array(z.string()) }),
  ])
  .meta({ id: "ChatwootProblem" });

const Fields = z.object({ content: z.string().optional(), echo_id: z.string().max(128).optional() });

const visitors = (operation: Pick<Operation, "summary" | "answers"> & Partial<Operation>): Operation => ({
  tag: "Chatwoot's client API",
  proof: "identifiers",
  problem: ChatwootProblem,
  ...operation,
});

const INBOX = "/public/api/v1/inboxes/{inbox_identifier}/contacts";
const CONTACT = `${INBOX}/{contact_identifier}`;
const CONVERSATIONS = `${CONTACT}/conversations`;
const MESSAGES = `${CONVERSATIONS}/{conversation_id}/messages`;

export const operations: Operations = {
  [`POST ${INBOX}`]: visitors({
    summary: "Become a visitor of an inbox",
    body: ContactBody,
    answers: { 200: VisitorAnswer },
  }),
  [`GET ${CONTACT}`]: visitors({ summary: "Read the visitor", answers: { 200: VisitorAnswer } }),
  [`POST ${CONVERSATIONS}`]: visitors({
    summary: "Open the visitor's conversation",
    answers: { 200: ConversationAnswer },
  }),
  [`GET ${CONVERSATIONS}`]: visitors({
    summary: "List the visitor's conversations",
    answers: { 200: z.array(ConversationAnswer) },
  }),
  [`GET ${CONVERSATIONS}/{conversation_id}`]: visitors({
    summary: "Read one of the visitor's conversations",
    answers: { 200: ConversationAnswer },
  }),
  [`GET ${MESSAGES}`]: visitors({
    summary: "List its messages, the latest 20 or those before one of them",
    query: { before: { schema: z.int().optional(), description: "Messages before this one." } },
    answers: { 200: z.array(MessageAnswer) },
  }),
  [`POST ${MESSAGES}`]: visitors({
    summary: "Write a message, with files of up to 4 MB together",
    description: "One `echo_id` is one message of the conversation, for good.",
    body: Fields,
    form: {
      type: "multipart/form-data",
      schema: Fields.extend({ "attachments[]": z.array(z.file()).max(15).optional() }),
    },
    answers: { 200: MessageAnswer },
  }),
};
