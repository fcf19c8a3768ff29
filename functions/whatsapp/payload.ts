import type { FileKind, FileRef } from "../../shared/domain/attachment.ts";
import type { Contact } from "../../shared/domain/conversation.ts";
import type { Part } from "../../shared/domain/message.ts";
import type { Destination } from "../../shared/messaging/channel-ports.ts";
import { MEDIA } from "./limits.ts";
import type { Template } from "./template.ts";

/** One bubble before it knows its place in the message. */
export type Bubble =
  | { kind: "text"; text: string }
  | { kind: "media"; as: FileKind; file: FileRef; caption: string | undefined }
  | { kind: "template"; template: Template };

/**
 * The body of `POST /{PHONE_NUMBER_ID}/messages`.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
 */
export const partOf = (bubble: Bubble, index: number, to: Destination, replyTo: string | undefined): Part => {
  const { type, object, slots } = contentOf(bubble);
  return {
    kind: bubble.kind,
    payload: {
      messaging_product: "whatsapp",
      recipient_type: "individual",
      ...recipientOf(to.contact),
      ...(replyTo !== undefined && { context: { message_id: replyTo } }),
      biz_opaque_callback_data: to.handle(index),
      type,
      [type]: object,
    },
    slots,
  };
};

/**
 * A phone always with its `+`: without it Meta puts the business number's own country code in front. People who
 * hide their phone are written to by their business-scoped id, in `recipient`.
 * https://docs.360dialog.com/docs/resources/phone-numbers/usernames-and-bsuid
 */
const recipientOf = (contact: Contact): { to: string } | { recipient: string } =>
  contact.address === undefined
    ? { recipient: contact.user_id ?? "" }
    : { to: contact.address.startsWith("+") ? contact.address : `+${contact.address}` };

interface Typed {
  type: string;
  object: Record<string, unknown>;
  slots: Part["slots"];
}

const contentOf = (bubble: Bubble): Typed => {
  switch (bubble.kind) {
    case "text":
      return { type: "text", object: textOf(bubble.text), slots: [] };
    case "template":
      return { type: "template", object: { ...bubble.template }, slots: [] };
    case "media":
      return mediaOf(bubble.as, bubble.file, bubble.caption);
  }
};

/** A preview is made of the first link only, which must say http:// or https://. */
const textOf = (text: string): Record<string, unknown> => ({
  body: text,
  ...(/https?:\/\/\S/i.test(text) && { preview_url: true }),
});

/** The file's key stands where the uploaded media id will; a document without a file name shows an odd one. */
const mediaOf = (kind: FileKind, file: FileRef, caption: string | undefined): Typed => {
  const type = MEDIA[kind].as;
  const object = {
    id: file.key,
    ...(type === "document" && { filename: file.name }),
    ...(caption !== undefined && { caption }),
  };
  return { type, object, slots: [{ at: [type, "id"], file }] };
};
