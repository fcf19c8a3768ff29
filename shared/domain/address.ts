import { parsePhoneNumberFromString } from "libphonenumber-js/min";

/** A page- or Instagram-scoped id: digits, and more of them than any counter will use up. */
const SCOPED_ID = /^[0-9]{5,25}$/;
/** WhatsApp's business-scoped id: `CC.` and up to 128 letters or digits, perhaps with `ENT.` between. */
export const USER_ID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;

const phone = (text: string): string | undefined => {
  const number = parsePhoneNumberFromString(text.startsWith("+") ? text : `+${text}`);
  return number?.isPossible() ? number.number : undefined;
};
/** 1 to 19 digits: https://api.x.com/2/openapi.json (UserId) */
const X_ID = /^[1-9][0-9]{0,18}$/;

const scoped = (text: string): string | undefined => (SCOPED_ID.test(text) ? text : undefined);

const xUser = (text: string): string | undefined => (X_ID.test(text) ? text : undefined);

/** How contacts are found, and how that is told to whoever got it wrong. */
export const ADDRESSES = {
  phone: { read: phone, is: "a phone number with its country code, such as +15550100200" },
  page_scoped: { read: scoped, is: "a page-scoped user id (digits)" },
  instagram_scoped: { read: scoped, is: "an Instagram-scoped user id (digits)" },
  x_user: { read: xUser, is: "an X user id (digits), which is not the @name" },
} as const;
export type AddressKind = keyof typeof ADDRESSES;
