import * as z from "zod";
import { FileKind } from "../domain/attachment.ts";
import { FACTS, Fact, Try } from "../domain/delivery.ts";
import { Failure } from "../domain/errors.ts";
import { Location, Referral, Reply, SharedContact } from "../domain/incoming.ts";
import { Adaptation } from "../domain/message.ts";
import { Attachment, Rich } from "../domain/rich.ts";
import { channel, named, time, WindowAnswer } from "./answers.ts";

const status = z.enum([
  "queued",
  "canceled",
  "sending",
  "unknown",
  "sent",
  "failed",
  "delivered",
  "read",
  "stored",
  "received",
]);

export const PartAnswer = named(
  "Part",
  z.object({
    id: z.string(),
    index: z.int(),
    status,
    provider_message_id: z.string().nullable(),
    error: Failure.nullable(),
  }),
);

const PageAnswer = named(
  "Page",
  z.object({
    id: z.string(),
    member_id: z.string(),
    resolved: z.boolean(),
    resolved_at: time.nullable(),
    resolved_by_member_id: z.string().nullable(),
  }),
);

const IncomingFile = named(
  "IncomingFile",
  z.object({
    kind: FileKind,
    conversation_file_id: z.string().nullable(),
    s3_key: z.string().nullable(),
    file_name: z.string().nullable(),
    file_type: z.string().nullable(),
    file_size: z.int().nullable(),
    state: z.enum(["not_fetched", "fetched", "failed"]),
    error: Failure.nullable(),
  }),
);

const { attachments: _, location: __, contacts: ___, ...rich } = Rich.shape;

const message = {
  _id: z.string(),
  id: z.string(),
  conversation_id: z.int(),
  organization_id: z.int(),
  channel: channel.nullable(),
  direction: z.enum(["outgoing", "incoming", "internal"]),
  message_type: z.string(),
  message_text: z.string().nullable(),
  template: z.unknown().optional(),
  conversation_file_id: z.string().nullable(),
  s3_key: z.string().nullable(),
  file_name: z.string().nullable(),
  file_type: z.string().nullable(),
  file_size: z.int().nullable(),
  media_urls: z.array(z.string()).optional(),
  ...rich,
  attachments: z.union([z.array(IncomingFile), z.array(Attachment)]).optional(),
  location: Location.nullable().optional(),
  contacts: z.union([Rich.shape.contacts.unwrap(), z.array(SharedContact)]).optional(),
  reply: Reply.nullable().optional(),
  referral: Referral.optional(),
  provider_type: z.string().optional(),
  reply_to_message_id: z.string().nullable(),
  author: z.object({ kind: z.string(), member_id: z.string().nullable() }),
  status,
  parts: z.array(PartAnswer),
  adaptations: z.array(Adaptation),
  window: WindowAnswer.optional(),
  /** Whether a template was held to the account's own list. */
  template_check: z.enum(["verified", "unverified"]).optional(),
  created_at: time,
  resend_of: z.string().nullable(),
  request_id: z.string().optional(),
  pages: z.array(PageAnswer).optional(),
};

/** An attempt that did not send, or what became known of a part. */
const TimelineEvent = named(
  "TimelineEvent",
  z.object({
    part: z.int(),
    event: z.enum(["attempt", ...FACTS.filter((name) => name !== "lost")]),
    ...Fact.shape,
    ...Try.omit({ at: true }).partial().shape,
  }),
);

export const MessageAnswer = named("Message", z.object(message));
export const LaterAnswer = named("PromisedMessage", z.object({ ...message, retry_after: z.int() }));
export const MessageWithTimeline = named(
  "MessageWithTimeline",
  z.object({ ...message, timeline: z.array(TimelineEvent) }),
);
