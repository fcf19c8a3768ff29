import type { ExternalConversation } from "../../shared/domain/conversation.ts";
import type { MessageState } from "../../shared/domain/delivery.ts";
import { type MessageDocument, providerIdOf } from "../../shared/messaging/message-document.ts";
import type { MessageView } from "../../shared/messaging/message-ports.ts";
import { timelineOf } from "../../shared/messaging/timeline.ts";
import { entitiesOf } from "./entities.ts";

export interface Around {
  conversation: ExternalConversation;
  /** The message that is answered, where it is one of ours. */
  replied: MessageView | undefined;
  /** What has become of the message since, when the request was made before. */
  state: MessageState | undefined;
}

/**
 * A message as Inbox shows it: every field, always. https://docs.inboxapp.com/api-reference/messages/send-message
 */
export const threadMessage = (message: MessageDocument, { conversation, replied, state }: Around) => {
  const content = message.message_text ?? "";
  return {
    platform: "twitter",
    teamId: String(message.organization_id),
    threadId: String(message.conversation_id),
    id: message.id,
    userId: message.author.member_id,
    createdAt: message.created_at,
    updatedAt: state ? changedAt(state) : null,
    platformId: message.parts[0]?.provider_message_id ?? null,
    content,
    campaignId: null,
    authorId: conversation.account.id,
    origin: "api",
    replyData: replied ? quoteOf(replied, conversation) : null,
    forwardData: null,
    entities: entitiesOf(content),
    attachment: attachmentOf(message),
    reactions: [],
    isEncrypted: false,
    isEdited: false,
    deletedAt: null,
    platformDeletedAt: null,
  };
};

/** The last thing that happened to it; null: nothing yet. */
const changedAt = (state: MessageState): string | null =>
  timelineOf(state).reduce<string | null>((last, { at }) => (last === null || at > last ? at : last), null);

const attachmentOf = ({
  conversation_file_id,
  message_type,
  file_name,
  file_type,
  file_size,
}: MessageDocument) =>
  conversation_file_id === null
    ? null
    : { id: conversation_file_id, type: message_type, name: file_name, mimeType: file_type, size: file_size };

/** X quotes nothing; who answers sees here what is answered. */
const quoteOf = (replied: MessageView, { account, contact }: ExternalConversation) => {
  const { id, message_text } = replied.message;
  const platformId =
    replied.kind === "incoming"
      ? replied.message.provider_message_id
      : replied.kind === "outgoing"
        ? replied.state.parts.map(providerIdOf).find((one) => one !== undefined)
        : undefined;
  return {
    id,
    platformId: platformId ?? null,
    content: message_text ?? "",
    authorId: replied.kind === "incoming" ? String(contact.id) : account.id,
  };
};
