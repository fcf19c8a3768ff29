import * as z from "zod";

/** What Chatwoot's client API answers: developers.chatwoot.com/api-reference/messages-api/create-a-message */
const attachment = { id: z.int(), message_id: z.int(), account_id: z.int(), meta: z.object({}) };

const file = {
  extension: z.string().nullable(),
  data_url: z.string(),
  /** Empty unless it is a picture. */
  thumb_url: z.string(),
  file_size: z.int(),
  width: z.int().nullable(),
  height: z.int().nullable(),
};

const Attachment = z
  .discriminatedUnion("file_type", [
    z.object({ ...attachment, file_type: z.enum(["image", "video", "file"]), ...file }),
    z.object({ ...attachment, file_type: z.literal("audio"), ...file, transcribed_text: z.string() }),
    z.object({
      ...attachment,
      file_type: z.literal("location"),
      coordinates_lat: z.number(),
      coordinates_long: z.number(),
      fallback_title: z.string(),
      data_url: z.string(),
    }),
    z.object({ ...attachment, file_type: z.literal("contact"), fallback_title: z.string() }),
    z.object({
      ...attachment,
      file_type: z.literal("fallback"),
      fallback_title: z.string(),
      data_url: z.string(),
    }),
  ])
  .meta({ id: "ChatwootAttachment" });

const sender = { id: z.int(), name: z.string().nullable(), avatar_url: z.string().nullable() };

const Sender = z
  .discriminatedUnion("type", [
    z.object({
      ...sender,
      type: z.literal("contact"),
      email: z.string().nullable(),
      phone_number: z.string().nullable(),
      identifier: z.string().nullable(),
      blocked: z.boolean(),
      thumbnail: z.string().nullable(),
      additional_attributes: z.object({}),
      custom_attributes: z.record(z.string(), z.unknown()),
      created_at: z.string(),
    }),
    z.object({
      ...sender,
      type: z.literal("user"),
      available_name: z.string(),
      thumbnail: z.string(),
      availability_status: z.string(),
    }),
    z.object({
      ...sender,
      type: z.literal("agent_bot"),
      description: z.string().nullable(),
      created_at: z.string().nullable(),
    }),
  ])
  .meta({ id: "ChatwootSender" });

export const MessageAnswer = z
  .object({
    id: z.int(),
    content: z.string().nullable(),
    message_type: z.union([z.literal(0), z.literal(1)]),
    content_type: z.enum(["text", "input_select", "cards"]),
    content_attributes: z.record(z.string(), z.unknown()),
    created_at: z.int(),
    conversation_id: z.int(),
    attachments: z.array(Attachment),
    sender: Sender,
    echo_id: z.string().optional(),
  })
  .meta({ id: "ChatwootMessage" });

const Contact = z.object({
  id: z.int(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone_number: z.string().nullable(),
});

export const VisitorAnswer = Contact.extend({ source_id: z.string(), pubsub_token: z.string() }).meta({
  id: "ChatwootContact",
});

export const ConversationAnswer = z
  .object({
    id: z.int(),
    inbox_id: z.int(),
    status: z.enum(["open", "resolved"]),
    messages: z.array(MessageAnswer),
    contact: Contact,
  })
  .meta({ id: "ChatwootConversation" });
