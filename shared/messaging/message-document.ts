import { bareType, type FileRef, kindOf } from "../domain/attachment.ts";
import { type MessageState, type PartState, statusOf, statusOfPart, topFact } from "../domain/delivery.ts";
import { partId } from "../domain/ids.ts";
import type { Location, SharedContact } from "../domain/incoming.ts";
import type { Adaptation, Author, Note, OutgoingMessage } from "../domain/message.ts";
import { type Attachment, type Rich, richIn } from "../domain/rich.ts";
import type { Window } from "../domain/window.ts";
import { type AttachmentDocument, type IncomingFields, incomingFields } from "./incoming-document.ts";
import type { MessageView } from "./message-ports.ts";
import { type PageDocument, pageDocument } from "./page-document.ts";

/** A message as the API shows it. `id` and `_id` are the same; a part's id may stand wherever a message's may. */
export interface MessageDocument extends Partial<Omit<IncomingFields, keyof Rich>>, Omit<Rich, SharedField> {
  attachments?: AttachmentDocument[] | Attachment[];
  location?: Location | null;
  contacts?: SharedContact[] | Rich["contacts"];
  _id: string;
  id: string;
  conversation_id: number;
  organization_id: number;
  channel: string | null;
  direction: "outgoing" | "incoming" | "internal";
  message_type: string;
  message_text: string | null;
  template?: unknown;
  template_check?: "verified" | "unverified";
  conversation_file_id: string | null;
  s3_key: string | null;
  file_name: string | null;
  file_type: string | null;
  file_size: number | null;
  media_urls?: string[];
  reply_to_message_id: string | null;
  author: { kind: string; member_id: string | null };
  status: string;
  parts: PartDocument[];
  adaptations: Adaptation[];
  window?: Window;
  created_at: string;
  /** What its sender was answered with, where that names a request. */
  request_id?: string;
  /** The members that a note calls. */
  pages?: PageDocument[];
  /** The failed or canceled message that this one sends again. */
  resend_of: string | null;
}

/** Names that both what is sent and what comes in may have. */
type SharedField = keyof Rich & keyof IncomingFields;

export interface PartDocument {
  id: string;
  index: number;
  status: string;
  provider_message_id: string | null;
  error: unknown;
}

export const documentOf = (view: MessageView, window?: Window): MessageDocument => {
  const { message } = view;
  const common = {
    _id: message.id,
    id: message.id,
    conversation_id: message.conversation_id,
    organization_id: message.organization_id,
    message_text: message.message_text,
    created_at: message.created_at,
    resend_of: null,
    ...(window && { window }),
  };
  if (view.kind === "incoming") {
    return {
      ...common,
      ...fileFields(undefined),
      ...incomingFields(view.message),
      channel: view.message.channel,
      direction: "incoming",
      author: { kind: "contact", member_id: null },
      status: "received",
      parts: [],
      adaptations: [],
    };
  }
  if (view.kind === "note") {
    return {
      ...common,
      ...noteFields(view.message),
      direction: "internal",
      reply_to_message_id: null,
      status: "stored",
      parts: [],
      adaptations: [],
    };
  }
  return { ...common, ...outgoingFields(view.message), ...statusDocument(view.message.id, view.state) };
};

const noteFields = ({ message_type, channel, files, pages, request_id, author }: Note) => ({
  ...fileFields(files[0]),
  ...(files.length > 0 && { attachments: files.map(attachmentOf) }),
  channel,
  message_type: message_type ?? "note",
  ...(pages && { pages: pages.map(pageDocument) }),
  ...(request_id !== undefined && { request_id }),
  author: authorIn(author),
});

/** A map comes out of DynamoDB in any order; a message that is answered again is the same text. */
const authorIn = ({ kind, member_id }: Author) => ({ kind, member_id });

const outgoingFields = (message: OutgoingMessage) => ({
  ...fileFields(message.files[0]),
  channel: message.channel,
  direction: "outgoing" as const,
  message_type: message.message_type,
  ...(message.template !== undefined && { template: message.template }),
  ...(message.template_check && { template_check: message.template_check }),
  ...(message.media_urls.length > 0 && { media_urls: message.media_urls }),
  ...richIn(message),
  reply_to_message_id: message.reply_to_message_id,
  ...(message.request_id !== undefined && { request_id: message.request_id }),
  author: authorIn(message.author),
  adaptations: message.adaptations,
  resend_of: message.resend_of ?? null,
});

/** What became of a message, of which nothing but its id is needed. */
export const statusDocument = (messageId: string, state: MessageState) => ({
  status: statusOf(state),
  parts: state.parts.map((part, index) => partDocument(messageId, part, index)),
});

const partDocument = (messageId: string, part: PartState, index: number): PartDocument => ({
  id: partId(messageId, index),
  index,
  status: statusOfPart(part),
  provider_message_id: providerIdOf(part) ?? null,
  error: errorOf(part) ?? null,
});

export const providerIdOf = (part: PartState): string | undefined =>
  Object.values(part.facts).find((fact) => fact.provider_message_id !== undefined)?.provider_message_id;

const errorOf = (part: PartState) => {
  const top = topFact(part);
  return top === undefined ? undefined : part.facts[top]?.failure;
};

/** In the form in which it would be sent. */
const attachmentOf = ({ id, name, type }: FileRef): Attachment => ({
  source: id,
  source_type: "media_id",
  type: kindOf(bareType(type)),
  name,
});

const fileFields = (file: FileRef | undefined) => ({
  conversation_file_id: file?.id ?? null,
  s3_key: file?.key ?? null,
  file_name: file?.name ?? null,
  file_type: file?.type ?? null,
  file_size: file?.size ?? null,
});
