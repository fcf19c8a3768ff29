import { createHash } from "node:crypto";
import { type Media, plainKind } from "../domain/attachment.ts";
import type { ExternalConversation } from "../domain/conversation.ts";
import { requestIdOf } from "../domain/ids.ts";
import type { Content, Job, OutgoingMessage } from "../domain/message.ts";
import type { Attachment, Rich } from "../domain/rich.ts";
import type { Call } from "./accept-outgoing.ts";
import type { Transformed } from "./channel-ports.ts";
import type { Understood } from "./read-request.ts";
import type { Resend } from "./resend-parts.ts";

/** What is promised: the message under this id, with its parts and all that is needed to send them. */
export const jobOf = (
  asked: Understood,
  conversation: ExternalConversation,
  id: string,
  transformed: Transformed,
  now: Date,
  { resend, tracked }: Pick<Call, "resend" | "tracked">,
): Job => {
  const { account, contact } = conversation;
  const { parts } = transformed;
  const message = {
    ...messageOf(asked, conversation, id, transformed, now),
    ...(tracked && { request_id: requestIdOf(id) }),
    ...(asked.request.stay_archived && { stay_archived: true as const }),
    ...resent(resend),
  };
  return { message, parts, account, contact };
};

const messageOf = (
  asked: Understood,
  conversation: ExternalConversation,
  id: string,
  { parts, adaptations, choices, template_check }: Transformed,
  now: Date,
): OutgoingMessage => {
  const { content, request } = asked;
  return {
    id,
    organization_id: conversation.organization_id,
    conversation_id: conversation.id,
    account_id: conversation.account.id,
    channel: conversation.channel,
    message_type: content.type,
    message_text: content.text ?? null,
    ...(content.template !== undefined && { template: content.template }),
    ...(template_check && { template_check }),
    ...mediaOf(content),
    ...richOf(asked),
    ...(choices && choices.length > 0 && { choices }),
    reply_to_message_id: request.reply_to_message_id ?? null,
    author: asked.caller.author,
    parts: parts.length,
    adaptations,
    created_at: now.toISOString(),
  };
};

/** The files that are sent by themselves, then those that cards show; and the addresses, by their place among the former. */
const mediaOf = ({
  media: all,
  cards = [],
}: Content): Pick<OutgoingMessage, "files" | "media_urls" | "media_urls_at"> => {
  const files = all.flatMap((media) => ("file" in media ? [media.file] : []));
  const media_urls = all.flatMap((media) => ("url" in media ? [media.url] : []));
  const media_urls_at = all.flatMap((media, place) => ("url" in media ? [place] : []));
  const isBehind = media_urls_at.every((place) => place >= files.length);
  const pictures = cards.flatMap(({ image }) => (image && "file" in image ? [image.file] : []));
  return { files: [...files, ...pictures], media_urls, ...(!isBehind && { media_urls_at }) };
};

/** What was asked for beside text and a file, in the form in which it would be asked for again. */
const richOf = ({ content, request }: Understood): Rich => {
  const { buttons, quick_replies, cards, message_tag, location, contacts, reaction } = request;
  const { attachments, attachment_url, sticker } = request;
  const listed = attachments ?? attachment_url ?? sticker ?? (cards && content.media.length > 0);
  return {
    ...(listed && { attachments: content.media.map(attachmentOf) }),
    ...(buttons && { buttons }),
    ...(quick_replies && { quick_replies }),
    ...(cards && { cards }),
    ...(message_tag !== undefined && { message_tag }),
    ...(!listed && content.media.some(({ as }) => as === "voice") && { voice: true }),
    ...(location && { location }),
    ...(contacts && { contacts }),
    ...(reaction && { reaction }),
    ...(content.list && { interactive: content.list }),
  };
};

const attachmentOf = (media: Media): Attachment => ({
  type: plainKind(media.as),
  ...("file" in media
    ? { source: media.file.id, source_type: "media_id", name: media.file.name }
    : { source: media.url, source_type: "url" }),
  ...(media.as === "voice" && { voice: true }),
});

const resent = (resend: Resend | undefined): Pick<OutgoingMessage, "resend_of" | "already_sent"> =>
  resend === undefined
    ? {}
    : { resend_of: resend.of, ...(resend.alreadySent.length > 0 && { already_sent: resend.alreadySent }) };

/**
 * One group, one order: everything to one contact over one account. That is one conversation, whose id stays the
 * same when the contact is found to have another address. Hashed, for it shows in the queue's metrics.
 */
export const groupOf = ({ account, message }: Job): string =>
  createHash("sha256")
    .update(`${account.organization_id}\n${account.id}\n${message.conversation_id}`)
    .digest("hex")
    .slice(0, 32);
