import { type Violation, violation } from "../../shared/domain/errors.ts";
import type { Adaptation, Content } from "../../shared/domain/message.ts";
import type { SentContact, SentLocation } from "../../shared/domain/rich.ts";
import { adaptation, type Draft, drafted, hasWords, refused } from "./draft.ts";

/**
 * A place. WhatsApp shows an address only under a name, so one without stands as the name.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/location-messages
 */
export const draftLocation = ({ latitude, longitude, name, address }: SentLocation): Draft => {
  const place = { latitude, longitude };
  if (!hasWords(address)) {
    return drafted([{ kind: "location", location: { ...place, ...(hasWords(name) && { name }) } }]);
  }
  if (hasWords(name)) return drafted([{ kind: "location", location: { ...place, name, address } }]);
  const message = "WhatsApp shows an address only under a name: it stands as the name.";
  return drafted(
    [{ kind: "location", location: { ...place, name: address } }],
    [adaptation("address_as_name", "/location/address", message)],
  );
};

const NAME_PARTS = ["first_name", "last_name", "middle_name", "prefix", "suffix"] as const;

/**
 * WhatsApp wants a part of each name beside the whole one.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/contacts-messages
 */
export const draftContacts = (given: SentContact[]): Draft => {
  const named = given.map(withNamePart);
  const violations = named.flatMap(({ violations }) => violations);
  if (violations.length > 0) return refused(...violations);
  return drafted(
    [{ kind: "contacts", contacts: named.map(({ contact }) => contact) }],
    named.flatMap(({ adaptations }) => adaptations),
  );
};

interface Named {
  contact: SentContact;
  adaptations: Adaptation[];
  violations: Violation[];
}

const withNamePart = (given: SentContact, index: number): Named => {
  const path = `/contacts/${index}/name`;
  const { formatted_name } = given.name;
  const parts = NAME_PARTS.flatMap((part) => (hasWords(given.name[part]) ? [[part, given.name[part]]] : []));
  const contact = { ...given, name: { formatted_name, ...Object.fromEntries(parts) } };
  if (!hasWords(formatted_name)) {
    const violations = [violation(`${path}/formatted_name`, "required", "A contact needs a name.")];
    return { contact, adaptations: [], violations };
  }
  if (parts.length > 0) return { contact, adaptations: [], violations: [] };
  const message = "WhatsApp wants a part of the name beside it: the whole name stands as first_name too.";
  return {
    contact: { ...given, name: { formatted_name, first_name: formatted_name } },
    adaptations: [adaptation("first_name_added", path, message)],
    violations: [],
  };
};

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });
const EMOJI = /\p{RI}|\u20e3|(?=\p{Extended_Pictographic})\p{Emoji}/u;
const isOneEmoji = (text: string): boolean => EMOJI.test(text) && [...graphemes.segment(text)].length === 1;

/** One emoji, or an empty text that takes it back: …/whatsapp/messages/reaction-messages */
export const draftReaction = ({ emoji, to }: NonNullable<Content["reaction"]>): Draft => {
  if (emoji !== "" && !isOneEmoji(emoji)) {
    return refused(violation("/reaction/emoji", "not_an_emoji", "A reaction is one emoji, or empty."));
  }
  return drafted([{ kind: "reaction", emoji, messageId: to.provider_message_id }]);
};
