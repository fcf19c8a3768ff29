import { type ContactFile, familyOf, sha256Of } from "./contact-files.ts";
import { whatsappTitle } from "./meta-errors.ts";
import type { MetaCallback } from "./webhooks.ts";

/** The business account that every sandbox number belongs to. */
const WABA = "102290129340398";

/** The number people see for a phone number id: the sandbox makes one up. */
export const displayNumber = (phoneNumberId: string): string =>
  `1555${phoneNumberId.padStart(7, "0").slice(-7)}`;

const seconds = (at: number): string => String(Math.floor(at / 1000));

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview */
function change(phoneNumberId: string, value: object): MetaCallback {
  const metadata = { display_phone_number: displayNumber(phoneNumberId), phone_number_id: phoneNumberId };
  return {
    kind: "meta",
    channel: "whatsapp",
    body: {
      object: "whatsapp_business_account",
      entry: [
        {
          id: WABA,
          changes: [{ value: { messaging_product: "whatsapp", metadata, ...value }, field: "messages" }],
        },
      ],
    },
  };
}

export type WhatsAppMessage = {
  id: string;
  account: string;
  /** Digits of a phone, or a business-scoped id. */
  recipient: string;
  bsuid: boolean;
  opaque: string | undefined;
  category: "service" | "utility";
};

/** sent, delivered and read; or only failed, which carries no contacts. https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status */
export function statuses(message: WhatsAppMessage, failure: number | undefined): MetaCallback[] {
  const { id, account, recipient, bsuid, opaque, category } = message;
  const common = {
    id,
    timestamp: seconds(Date.now()),
    ...(bsuid ? { recipient_user_id: recipient } : { recipient_id: recipient }),
    ...(opaque === undefined ? {} : { biz_opaque_callback_data: opaque }),
  };
  if (failure !== undefined) {
    const code = failure || 131026;
    const title = whatsappTitle(code);
    const errors = [{ code, title, message: title, error_data: { details: title }, href: errorPage }];
    return [change(account, { statuses: [{ ...common, status: "failed", errors }] })];
  }
  const contacts = [bsuid ? { user_id: recipient } : { wa_id: recipient }];
  const pricing = { billable: true, pricing_model: "PMP", type: "regular", category };
  return ["sent", "delivered", "read"].map((status) =>
    change(account, {
      contacts,
      statuses: [{ ...common, status, ...(status === "read" ? {} : { pricing }) }],
    }),
  );
}

const errorPage =
  "https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes";

/** A text from a contact, or a file with its caption. */
export function inboundWhatsApp(said: {
  id: string;
  account: string;
  from: string;
  bsuid: boolean;
  name: string;
  text: string | undefined;
  file: ContactFile | undefined;
  at: number;
}): MetaCallback {
  const { id, account, from, bsuid, name, text, file, at } = said;
  return change(account, {
    contacts: [{ profile: { name }, ...(bsuid ? { user_id: from } : { wa_id: from }) }],
    messages: [
      {
        ...(bsuid ? { from_user_id: from } : { from }),
        id,
        timestamp: seconds(at),
        ...(file ? mediaOf(file, text) : { type: "text", text: { body: text } }),
      },
    ],
  });
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/image */
function mediaOf(file: ContactFile, caption: string | undefined): object {
  const type = familyOf(file, "document");
  const media = {
    ...(caption !== undefined && type !== "audio" ? { caption } : {}),
    ...(type === "document" ? { filename: file.name ?? "document" } : {}),
    mime_type: file.type,
    sha256: sha256Of(file, "base64"),
    id: file.id,
  };
  return { type, [type]: media };
}
