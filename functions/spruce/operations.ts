import * as z from "zod";
import { Violation } from "../../shared/domain/errors.ts";
import { WindowAnswer } from "../../shared/lambda/answers.ts";
import { OutgoingAnswer } from "../../shared/lambda/dialect-answers.ts";
import type { Operation, Operations, Parameter } from "../../shared/lambda/operation.ts";
import { PreviewAnswer } from "../../shared/lambda/preview-answers.ts";
import { PREVIEW } from "../../shared/lambda/send-operation.ts";
import { SpruceMessage } from "./body.ts";
import { FromEndpointBody } from "./endpoint-body.ts";

const KEY: Record<string, Parameter> = {
  "s-idempotency-key": {
    schema: z.string().min(1).max(255).optional(),
    description: "The same request with the same key is one message, for 48 hours.",
  },
};

const PAGE: Record<string, Parameter> = {
  pageSize: { schema: z.int().min(1).max(500).default(100), description: "Items of a page." },
  paginationToken: { schema: z.string().optional(), description: "That of the page before." },
};

const ORDER: Record<string, Parameter> = {
  orderBy: { schema: z.literal("created").optional(), description: "Newest first." },
};

const named = <T extends z.ZodType>(id: string, schema: T): T => schema.meta({ id });

const Endpoint = named(
  "SpruceEndpoint",
  z.object({
    id: z.string().optional(),
    object: z.literal("endpoint"),
    channel: z.string(),
    displayValue: z.string(),
    rawValue: z.string(),
  }),
);

const Conversation = named(
  "SpruceConversation",
  z.object({
    object: z.literal("conversation"),
    id: z.string(),
    type: z.enum(["phone", "secure", "team", "note", "other"]),
    title: z.string(),
    archived: z.boolean(),
    createdAt: z.iso.datetime(),
    isReadOnly: z.literal(false),
    tags: z.array(z.unknown()),
    apiURL: z.string(),
    appURL: z.null(),
    associatedContactIds: z.array(z.string()).optional(),
    externalParticipants: z.array(
      z.object({ contact: z.string(), displayName: z.string(), endpoint: Endpoint.optional() }),
    ),
    internalEndpoint: Endpoint.optional(),
  }),
);

const Member = named(
  "SpruceMember",
  z.object({
    object: z.string(),
    id: z.string(),
    type: z.enum(["teammate", "team", "organization"]),
    name: z.string().optional(),
    displayName: z.string().optional(),
    isAdmin: z.literal(false).optional(),
    isSuspended: z.literal(false).optional(),
  }),
);

const request = { requestId: z.string(), requestID: z.string(), outgoing: OutgoingAnswer };
const Posted = named("SprucePosted", z.object(request));
const SentFrom = named(
  "SpruceSentFrom",
  z.object({
    ...request,
    postMessageRequestId: z.string(),
    conversation: Conversation,
    visitor_token: z.string().optional(),
    socket_url: z.string().optional(),
  }),
);

const SpruceProblem = named(
  "SpruceProblem",
  z.object({
    statusCode: z.int(),
    type: z.string(),
    message: z.string(),
    errors: z.array(Violation),
    requestId: z.string(),
    window: WindowAnswer.optional(),
  }),
);

const listOf = <T extends z.ZodType>(name: string, one: T) =>
  z.object({ [name]: z.array(one), hasMore: z.boolean(), paginationToken: z.string().optional() });

const SPRUCE = { tag: "Spruce", problem: SpruceProblem } as const;

const conversations: Operation = {
  ...SPRUCE,
  summary: "List conversations, as Spruce does",
  query: { ...ORDER, ...PAGE },
  answers: { 200: listOf("conversations", Conversation) },
};

export const operations: Operations = {
  "POST /v1/conversations/{conversationId}/messages": {
    ...SPRUCE,
    summary: "Post a message or a note in a conversation, as Spruce's clients do",
    query: PREVIEW,
    headers: KEY,
    body: named("SpruceMessage", SpruceMessage),
    answers: { 200: z.union([Posted, PreviewAnswer]) },
  },
  "POST /v1/internalendpoints/{internalEndpointId}/conversations": {
    ...SPRUCE,
    summary: "Send a message from an account to a phone number or a contact, as Spruce's clients do",
    headers: KEY,
    body: named("SpruceFromEndpoint", FromEndpointBody),
    answers: { 200: SentFrom },
  },
  "GET /v1/conversations": conversations,
  "GET /v1/contacts/{contactId}/conversations": {
    ...conversations,
    summary: "List a contact's conversations, as Spruce does",
  },
  "GET /v1/organization/members": {
    ...SPRUCE,
    summary: "List members, as Spruce does",
    query: PAGE,
    answers: { 200: listOf("members", Member) },
  },
};
