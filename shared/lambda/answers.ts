import * as z from "zod";
import { FileKind } from "../domain/attachment.ts";
import { CHANNELS, type Channel } from "../domain/channel.ts";
import { OptOut } from "../domain/conversation.ts";
import { Failure, Violation } from "../domain/errors.ts";
import { Event } from "../domain/event.ts";
import { Location, Referral, Reply, SharedContact } from "../domain/incoming.ts";
import { Adaptation } from "../domain/message.ts";
import { Attachment, Rich } from "../domain/rich.ts";

/** What the API answers, as schemas: the reference is made of them, and tests hold the answers to them. */
const named = <T extends z.ZodType>(id: string, schema: T): T => schema.meta({ id });

const channel = z.enum(CHANNELS);
const time = z.iso.datetime();
const anything = z.record(z.string(), z.unknown());

export const Problem = named(
  "Problem",
  z.object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(Violation),
    name: z.string(),
    message: z.string(),
    code: z.int(),
    className: z.string(),
    data: anything,
  }),
);

export const WindowAnswer = named(
  "Window",
  z.object({
    state: z.enum(["open", "closed", "none"]),
    opened_at: time.nullable(),
    expires_at: time.nullable(),
    allowed: z.array(z.string()),
    human_agent_until: time.nullable(),
  }),
);

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

const IncomingFile = named(
  "IncomingFile",
  z.looseObject({
    kind: FileKind,
    conversation_file_id: z.string().nullable(),
    s3_key: z.string().nullable(),
    file_name: z.string().nullable(),
    file_type: z.string().nullable(),
    file_size: z.int().nullable(),
    state: z.string(),
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
  request_id: z.string().optional(),
  pages: z.array(PageAnswer).optional(),
  author: z.object({ kind: z.string(), member_id: z.string().nullable() }),
  status,
  parts: z.array(PartAnswer),
  adaptations: z.array(Adaptation),
  window: WindowAnswer.optional(),
  /** Whether a template was held to the account's own list. */
  template_check: z.enum(["verified", "unverified"]).optional(),
  created_at: time,
  resend_of: z.string().nullable(),
};

export const MessageAnswer = named("Message", z.looseObject(message));
export const LaterAnswer = named("PromisedMessage", z.looseObject({ ...message, retry_after: z.int() }));
export const MessageWithTimeline = named(
  "MessageWithTimeline",
  z.looseObject({ ...message, timeline: z.array(z.looseObject({ event: z.string(), at: z.string() })) }),
);

const partPreview = z.looseObject({ index: z.int(), kind: z.string(), payload: anything });

export const PreviewAnswer = named(
  "Preview",
  z.looseObject({
    preview: z.literal(true),
    channel: z.string(),
    conversation_id: z.int(),
    message_type: z.string(),
    parts: z.array(partPreview),
    adaptations: z.array(Adaptation),
    window: WindowAnswer,
    violations: z.array(Violation),
  }),
);

const ChannelPreview = named(
  "ChannelPreview",
  z.looseObject({
    accepted: z.boolean(),
    account_id: z.string().nullable(),
    parts: z.array(partPreview),
    adaptations: z.array(Adaptation),
    violations: z.array(Violation),
    window: WindowAnswer.nullable(),
    after_window: z.object({ accepted: z.boolean(), violations: z.array(Violation) }),
  }),
);

export const EveryPreviewAnswer = named(
  "PreviewOnEveryChannel",
  z.object({
    preview: z.literal(true),
    conversation_id: z.int().nullable(),
    message_type: z.string(),
    channels: z.object(
      Object.fromEntries(CHANNELS.map((name) => [name, ChannelPreview])) as Record<
        Channel,
        typeof ChannelPreview
      >,
    ),
  }),
);

export const ConversationAnswer = named(
  "Conversation",
  z.looseObject({
    _id: z.string(),
    id: z.int(),
    organization_id: z.int(),
    kind: z.enum(["external", "team", "note"]),
    archived: z.boolean(),
    created_at: time,
    channel: channel.nullable(),
    account_id: z.string().nullable(),
    contact_id: z.int().nullable(),
    contact: z
      .object({
        id: z.int(),
        address: z.string().nullable(),
        user_id: z.string().nullable(),
        name: z.string().nullable(),
      })
      .nullable(),
    window: WindowAnswer.nullable(),
    opted_out: OptOut.nullable(),
    visitor_token: z.string().optional(),
    socket_url: z.string().optional(),
  }),
);

export const MemberAnswer = named(
  "Member",
  z.object({ id: z.string(), kind: z.enum(["teammate", "team", "organization"]), name: z.string() }),
);

export const AccountAnswer = named(
  "Account",
  z.object({
    id: z.string(),
    channel,
    provider: z.string(),
    address: z.string(),
    provider_ids: z.record(z.string(), z.string()),
    paused_until: time.nullable(),
    paused_reason: z.string().nullable(),
  }),
);

export const FileAnswer = named(
  "ConversationFile",
  z.object({
    _id: z.string(),
    id: z.string(),
    conversation_id: z.int(),
    organization_id: z.int(),
    file_name: z.string(),
    file_type: z.string(),
    file_size: z.int(),
    file_category: FileKind,
    s3_key: z.string(),
    s3_path: z.string(),
    status: z.enum(["pending", "ready", "refused"]),
    created_at: time,
  }),
);

export const UploadAnswer = named(
  "SignedUpload",
  z.object({
    url: z.string(),
    method: z.literal("PUT"),
    headers: z.record(z.string(), z.string()),
    s3_key: z.string(),
    s3_path: z.string(),
    s3PathWithoutBucket: z.string(),
    conversation_file_id: z.string(),
    expires_at: time,
  }),
);

export const EventAnswer = named("Event", Event.extend({ seq: z.int().positive() }));

/** A page of a list; `next_cursor` asks for the next one. */
export const listOf = <T extends z.ZodType>(id: string, item: T) =>
  named(id, z.object({ data: z.array(item), limit: z.int(), next_cursor: z.string().nullable() }));
