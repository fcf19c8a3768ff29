import type { FileKind } from "../../domain/attachment.ts";
import type { Content } from "../../domain/message.ts";
import type { Destination } from "../../messaging/channel-ports.ts";

export type PageButton =
  | { type: "web_url"; title: string; url: string }
  | { type: "postback"; title: string; payload: string }
  | { type: "phone_number"; title: string; payload: string };

export interface PageQuickReply {
  content_type: "text";
  title: string;
  payload: string;
}

/** A card. A file's key stands in `image_url` until delivery puts a link there. */
export interface PageElement {
  title: string;
  subtitle?: string;
  image_url?: string;
  buttons?: PageButton[];
}

/** A file's key stands in `url` until delivery puts a link there. */
export interface PageFile {
  type: FileKind;
  payload: { url: string };
}

export interface PageTemplate {
  type: "template";
  payload:
    | { template_type: "button"; text: string; buttons: PageButton[] }
    | { template_type: "generic"; elements: PageElement[] };
}

/** One bubble; `template` is an approved one of Messenger's utility messages. */
export type PageMessage = (
  | { text: string }
  | { attachment: PageFile | PageTemplate }
  | { template: Record<string, unknown> }
) & { quick_replies?: PageQuickReply[] };

/** Writes the body of one call: the bubble, its place in the message, and what the whole is about. */
export type PayloadBuilder = (
  message: PageMessage,
  index: number,
  content: Content,
  to: Destination,
) => Record<string, unknown>;

/**
 * The Send API's body on graph.facebook.com, for Messenger and for Instagram accounts behind a Page.
 * `metadata` (under 1,000 characters, on every kind of message) comes back in the echo and names the part.
 * `is_reusable: false`: Meta keeps no copy for later messages.
 * Source: developers.facebook.com/docs/messenger-platform/reference/send-api
 */
export const sendApiPayload: PayloadBuilder = (message, index, content, to) => ({
  recipient: { id: to.contact.address },
  ...messagingType(message, content),
  ...replyTo(index, content),
  message: { ...notReusable(message), metadata: to.handle(index) },
});

/**
 * `RESPONSE`: an answer within the reply window. After it every bubble bears the message's tag; a utility template
 * needs neither.
 * Source: …/messenger-platform/send-messages/message-tags and …/send-messages/utility-messages (2026-03-13)
 */
const messagingType = (message: PageMessage, { tag }: Content): Record<string, unknown> => {
  if ("template" in message) return { messaging_type: "UTILITY" };
  return tag === undefined ? { messaging_type: "RESPONSE" } : { messaging_type: "MESSAGE_TAG", tag };
};

/** `reply_to` stands beside `message`, and in the first bubble only: the others follow from it. */
export const replyTo = (index: number, content: Content): { reply_to?: { mid: string } } =>
  index === 0 && content.replyTo ? { reply_to: { mid: content.replyTo.provider_message_id } } : {};

const notReusable = (message: PageMessage): Record<string, unknown> => {
  if (!("attachment" in message) || message.attachment.type === "template") return message;
  const { type, payload } = message.attachment;
  return { ...message, attachment: { type, payload: { ...payload, is_reusable: false } } };
};
