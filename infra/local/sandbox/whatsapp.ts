import { type Fields, isFields } from "./checks.ts";
import type { Answer } from "./errors.ts";
import { isOutboundWamid, outboundWamid } from "./ids.ts";
import { whatsappRefusal, whatsappVoice } from "./meta-errors.ts";
import type { Sent } from "./play.ts";
import type { Entry } from "./received.ts";
import type { State } from "./state.ts";
import { statuses } from "./whatsapp-callbacks.ts";
import { type Context, fetchLinks, plain } from "./whatsapp-checks.ts";
import {
  checkContacts,
  checkContext,
  checkLocation,
  checkMediaMessage,
  checkReaction,
  checkText,
  checkWamid,
} from "./whatsapp-content.ts";
import { checkInteractive } from "./whatsapp-interactive.ts";
import { checkTemplate } from "./whatsapp-template.ts";

/** https://github.com/facebook/openapi says 512; SDKs count bytes, so does this. */
const OPAQUE = 512;
/** https://docs.360dialog.com/docs/resources/phone-numbers/usernames-and-bsuid */
export const bsuidPattern = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;

/**
 * `POST /{PHONE_NUMBER_ID}/messages`:
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
 */
export function sendWhatsApp(
  account: string,
  body: Fields,
  entry: Pick<Entry, "to">,
  state: Pick<State, "uploads" | "windows">,
): Sent {
  if (body.messaging_product !== "whatsapp") {
    throw whatsappRefusal(100, "The parameter messaging_product is required and must be whatsapp");
  }
  if (body.status !== undefined) return markRead(body);
  const { input, recipient, bsuid, group } = recipientOf(body);
  entry.to = recipient;
  if (typeof body.type !== "string" && body.type !== undefined)
    throw whatsappRefusal(100, "type must be a string");
  // "type" may be left out for a text: https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
  const type = body.type ?? "text";
  const opaque = opaqueOf(body);
  const context: Context = { account, uploads: state.uploads, links: [] };
  const text = checkContent(type, body, bsuid, context);
  checkContext(body.context, type);
  if (type !== "template" && !group && !state.windows.isOpen("whatsapp", account, recipient)) {
    throw whatsappRefusal(131047, "More than 24 hours have passed since the recipient last replied");
  }
  const id = outboundWamid(bsuid ? recipient.slice(0, 20) : recipient);
  const contact = bsuid ? { input, user_id: recipient } : { input, wa_id: recipient };
  const answered = { messaging_product: "whatsapp", contacts: [contact] };
  const message = type === "template" ? { id, message_status: "accepted" } : { id };
  const category = type === "template" ? "utility" : "service";
  return {
    text,
    to: recipient,
    voice: whatsappVoice,
    answer: { status: 200, body: { ...answered, messages: [message] } },
    withoutId: { status: 200, body: answered },
    callbacks: (failure) => statuses({ id, account, recipient, bsuid, opaque, category }, failure),
    ...(context.links.length > 0 ? { afterwards: (note) => fetchLinks(context.links, note) } : {}),
  };
}

function checkContent(type: string, body: Fields, bsuid: boolean, context: Context): string {
  const content = body[type];
  switch (type) {
    case "text":
      return checkText(plain.object(content, "text"));
    case "image":
    case "video":
    case "audio":
    case "document":
    case "sticker":
      return checkMediaMessage(type, plain.object(content, type), context);
    case "location":
      return checkLocation(plain.object(content, "location"));
    case "contacts":
      return checkContacts(content);
    case "reaction":
      return checkReaction(plain.object(content, "reaction"));
    case "interactive":
      return checkInteractive(plain.object(content, "interactive"), context);
    case "template":
      return checkTemplate(plain.object(content, "template"), bsuid, context);
    default:
      throw whatsappRefusal(131051, `Message type ${type} is not supported`);
  }
}

type Recipient = { input: string; recipient: string; bsuid: boolean; group: boolean };

/** `to` is a phone, or a group's id; `recipient` is a business-scoped id. When both are there the phone wins. */
function recipientOf(body: Fields): Recipient {
  const group = body.recipient_type === "group";
  if (body.recipient_type !== undefined)
    plain.oneOf(body.recipient_type, "recipient_type", ["individual", "group"]);
  if (body.to === undefined && body.recipient !== undefined) {
    const id = plain.string(body.recipient, "recipient", { max: 200 });
    if (!bsuidPattern.test(id)) throw whatsappRefusal(131009, "recipient must be a business-scoped user id");
    return { input: id, recipient: id, bsuid: true, group };
  }
  if (body.to === undefined || body.to === null || body.to === "") {
    throw whatsappRefusal(100, "The parameter to is required");
  }
  const input = plain.string(body.to, "to", { max: 200 });
  if (group) return { input, recipient: input, bsuid: false, group };
  const digits = input.replace(/[-() ]/g, "").replace(/^\+/, "");
  // E.164: at most 15 digits, https://www.itu.int/rec/T-REC-E.164
  if (!/^\d{5,15}$/.test(digits)) throw whatsappRefusal(131009, "to must be a phone number");
  return { input, recipient: digits, bsuid: false, group };
}

function opaqueOf(body: Fields): string | undefined {
  if (body.biz_opaque_callback_data === undefined) return undefined;
  const length = { max: OPAQUE, min: 0, bytes: true };
  return plain.string(body.biz_opaque_callback_data, "biz_opaque_callback_data", length);
}

const done: Answer = { status: 200, body: { success: true } };

/** Read receipt, with or without a typing indicator: needs a message the contact sent. */
function markRead(body: Fields): Sent {
  plain.oneOf(body.status, "status", ["read"]);
  const id = checkWamid(body.message_id, "message_id");
  if (isOutboundWamid(id)) throw whatsappRefusal(100, "Only a received message can be marked as read");
  if (body.typing_indicator !== undefined) {
    const indicator = isFields(body.typing_indicator) ? body.typing_indicator : {};
    plain.oneOf(indicator.type, "typing_indicator.type", ["text"]);
  }
  return { text: "", to: "", voice: whatsappVoice, answer: done, withoutId: done };
}
