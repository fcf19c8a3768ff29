import type { FileKind } from "../../domain/attachment.ts";
import type { Content } from "../../domain/message.ts";
import type { Destination } from "../../messaging/channel-ports.ts";

/** One bubble. A file's key stands in `url` until delivery puts a link there. */
export type PageMessage = { text: string } | { attachment: { type: FileKind; payload: { url: string } } };

/** Writes the body of one call: the bubble, its place in the message, and what the whole is about. */
export type PayloadBuilder = (
  message: PageMessage,
  index: number,
  content: Content,
  to: Destination,
) => Record<string, unknown>;

/**
 * The Send API's body on graph.facebook.com, for Messenger and for Instagram accounts behind a Page.
 * `RESPONSE`: an answer within the reply window. `metadata` (under 1,000 characters, on text and on attachments)
 * comes back in the echo and names the part. `is_reusable: false`: Meta keeps no copy for later messages.
 * Source: developers.facebook.com/docs/messenger-platform/reference/send-api
 */
export const sendApiPayload: PayloadBuilder = (message, index, content, to) => ({
  recipient: { id: to.contact.address },
  messaging_type: "RESPONSE",
  ...replyTo(index, content),
  message: { ...notReusable(message), metadata: to.handle(index) },
});

/** `reply_to` stands beside `message`, and in the first bubble only: the others follow from it. */
export const replyTo = (index: number, content: Content): { reply_to?: { mid: string } } =>
  index === 0 && content.replyTo ? { reply_to: { mid: content.replyTo.provider_message_id } } : {};

const notReusable = (message: PageMessage): Record<string, unknown> => {
  if ("text" in message) return message;
  const { type, payload } = message.attachment;
  return { attachment: { type, payload: { ...payload, is_reusable: false } } };
};
