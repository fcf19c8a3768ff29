import { shownKindOf } from "../../shared/domain/attachment.ts";
import type { SentContact, SentLocation } from "../../shared/domain/rich.ts";
import type { Shown, ShownFile, ShownMessage } from "../../shared/messaging/shown-message.ts";

interface Of {
  message: number;
  organization: number;
}

/** What a message carries, in its order: the integers that follow the message's own are its attachments'. */
export const attachmentDocuments = (shown: ShownMessage, of: Of) =>
  kept(shown).map((fields, index) => ({
    id: of.message + 1 + index,
    message_id: of.message,
    account_id: of.organization,
    meta: {},
    ...fields,
  }));

const kept = ({ file, more_files = [], location, contacts = [] }: ShownMessage) => [
  ...(file ? [file, ...more_files].map((one) => (isOurs(one) ? fileFields(one) : linkFields(one))) : []),
  ...(location ? [locationFields(location)] : []),
  ...contacts.map(contactFields),
];

const isOurs = (one: Shown): one is ShownFile => "size" in one;

const fileFields = ({ name, type, size, url }: ShownFile) => {
  const file_type = shownKindOf(type);
  return {
    file_type,
    extension: /\.([a-z0-9]{1,10})$/i.exec(name)?.[1]?.toLowerCase() ?? null,
    data_url: url,
    // There is no smaller picture: the same one.
    thumb_url: file_type === "image" ? url : "",
    file_size: size,
    width: null,
    height: null,
    ...(file_type === "audio" && { transcribed_text: "" }),
  };
};

/** Somebody else's address: nothing is known of what lies there. */
const linkFields = ({ url }: Shown) => ({
  file_type: "fallback",
  fallback_title: URL.canParse(url) ? new URL(url).hostname : url,
  data_url: url,
});

const locationFields = ({ latitude, longitude, name, address }: SentLocation) => ({
  file_type: "location",
  coordinates_lat: latitude,
  coordinates_long: longitude,
  fallback_title: name ?? address ?? "",
  data_url: `https://www.google.com/maps/search/?api=1&query=${latitude},${longitude}`,
});

const contactFields = ({ name, phones = [] }: SentContact) => ({
  file_type: "contact",
  fallback_title: phones[0]?.phone ?? name.formatted_name,
});
