import type { Contact } from "../../shared/domain/conversation.ts";
import type { Part } from "../../shared/domain/message.ts";
import type { Destination } from "../../shared/messaging/channel-ports.ts";
import type { Bubble } from "./bubbles.ts";
import type { ChoiceIds } from "./choice-ids.ts";
import { interactiveMessage } from "./interactive-payload.ts";
import { mediaMessage } from "./media-payload.ts";

/**
 * The body of `POST /{PHONE_NUMBER_ID}/messages`. A reaction says itself what it is about, and is no answer.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
 */
export const partOf = (
  bubble: Bubble,
  index: number,
  to: Destination,
  ids: ChoiceIds,
  replyTo: string | undefined,
): Part => {
  const { kind, type, object, slots = [] } = contentOf(bubble, ids);
  return {
    kind,
    payload: {
      messaging_product: "whatsapp",
      recipient_type: "individual",
      ...recipientOf(to.contact),
      ...(replyTo !== undefined && kind !== "reaction" && { context: { message_id: replyTo } }),
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
  kind: Part["kind"];
  type: string;
  object: unknown;
  slots?: Part["slots"];
}

const contentOf = (bubble: Bubble, ids: ChoiceIds): Typed => {
  switch (bubble.kind) {
    case "text":
      return { kind: "text", type: "text", object: textOf(bubble.text) };
    case "template":
      return { kind: "template", type: "template", object: { ...bubble.template } };
    case "media":
      return { kind: "media", ...mediaMessage(bubble.media, bubble.caption) };
    case "location":
      return { kind: "media", type: "location", object: bubble.location };
    case "contacts":
      return { kind: "media", type: "contacts", object: bubble.contacts };
    case "reaction":
      return {
        kind: "reaction",
        type: "reaction",
        object: { message_id: bubble.messageId, emoji: bubble.emoji },
      };
    default:
      return { kind: "interactive", type: "interactive", ...interactiveMessage(bubble, ids) };
  }
};

/** A preview is made of the first link only, which must say http:// or https://. */
const textOf = (text: string): Record<string, unknown> => ({
  body: text,
  ...(/https?:\/\/\S/i.test(text) && { preview_url: true }),
});
