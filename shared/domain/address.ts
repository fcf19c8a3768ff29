import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import type { Channel } from "./channel.ts";

/** A page- or Instagram-scoped id: digits, and more of them than any counter will use up. */
const SCOPED_ID = /^[0-9]{5,25}$/;
/** WhatsApp's business-scoped id: `CC.` and up to 128 letters or digits, perhaps with `ENT.` between. */
export const USER_ID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;

const phone = (text: string): string | undefined => {
  const number = parsePhoneNumberFromString(text.startsWith("+") ? text : `+${text}`);
  return number?.isPossible() ? number.number : undefined;
};
const scoped = (text: string): string | undefined => (SCOPED_ID.test(text) ? text : undefined);

/** How each channel's contacts are found. Web chat and playground contacts need no address: they come to us. */
export const ADDRESSES: Record<Channel, { read(text: string): string | undefined; is: string } | undefined> =
  {
    whatsapp: { read: phone, is: "a phone number with its country code, such as +15550100200" },
    sms: { read: phone, is: "a phone number with its country code, such as +15550100200" },
    messenger: { read: scoped, is: "a page-scoped user id (digits)" },
    instagram: { read: scoped, is: "an Instagram-scoped user id (digits)" },
    webchat: undefined,
    playground: undefined,
  };
