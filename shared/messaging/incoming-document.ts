import type { Failure } from "../domain/errors.ts";
import type { IncomingAttachment, Location, Referral, Reply, SharedContact } from "../domain/incoming.ts";
import type { IncomingMessage } from "../domain/message.ts";
import { unnamed } from "./fetch-limits.ts";

/** A contact's file as the API shows it: never where its provider keeps it. */
export interface AttachmentDocument {
  kind: string;
  conversation_file_id: string | null;
  s3_key: string | null;
  file_name: string | null;
  file_type: string | null;
  file_size: number | null;
  /** `not_fetched`: on its way. `fetched`, `failed`: for good. */
  state: "not_fetched" | "fetched" | "failed";
  /** Why it failed. */
  error: Failure | null;
}

/** What only an incoming message shows. */
export interface IncomingFields {
  message_type: string;
  /** The provider's own word for a kind that is not known here. */
  provider_type?: string;
  reply: Reply | null;
  reply_to_message_id: string | null;
  location: Location | null;
  contacts?: SharedContact[];
  attachments: AttachmentDocument[];
  referral?: Referral;
}

export const incomingFields = (message: IncomingMessage): IncomingFields => ({
  message_type: message.message_type ?? earlierType(message),
  ...(message.provider_type !== undefined && { provider_type: message.provider_type }),
  reply: message.reply ?? null,
  reply_to_message_id: message.reply_to_message_id ?? null,
  location: message.location ?? null,
  ...(message.contacts && { contacts: message.contacts }),
  attachments: attachmentDocuments(message),
  ...(message.referral && { referral: message.referral }),
});

/** Earlier versions kept the words alone: without any it was something they had no name for. */
const earlierType = ({ message_text }: IncomingMessage): string =>
  message_text === null ? "unsupported" : "text";

/** An incoming message's files, in the order in which they were sent. */
export const attachmentDocuments = ({ attachments = [] }: IncomingMessage): AttachmentDocument[] =>
  attachments.map(attachmentDocument);

const attachmentDocument = ({
  kind,
  file_name,
  file_type,
  source,
  arrival = source ? undefined : { state: "failed", failure: unnamed },
}: IncomingAttachment): AttachmentDocument => {
  const file = arrival?.state === "fetched" ? arrival.file : undefined;
  return {
    kind,
    conversation_file_id: file?.id ?? null,
    s3_key: file?.key ?? null,
    file_name: file?.name ?? file_name ?? null,
    file_type: file?.type ?? file_type ?? null,
    file_size: file?.size ?? null,
    state: arrival?.state ?? "not_fetched",
    error: arrival?.state === "failed" ? arrival.failure : null,
  };
};
