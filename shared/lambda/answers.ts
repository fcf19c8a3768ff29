import * as z from "zod";
import { AccountPause } from "../domain/account-pause.ts";
import { FileKind } from "../domain/attachment.ts";
import { CHANNELS } from "../domain/channel.ts";
import { OptOut } from "../domain/conversation.ts";
import { Violation } from "../domain/errors.ts";
import { Event } from "../domain/event.ts";

/** What the API answers, as schemas: the reference is made of them, and tests hold the answers to them. */
export const named = <T extends z.ZodType>(id: string, schema: T): T => schema.meta({ id });

export const channel = z.enum(CHANNELS);
export const time = z.iso.datetime();
export const anything = z.record(z.string(), z.unknown());

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

export const ConversationAnswer = named(
  "Conversation",
  z.object({
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
    paused_reason: AccountPause.shape.reason.nullable(),
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
