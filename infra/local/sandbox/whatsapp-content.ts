import { type Fields, isFields } from "./checks.ts";
import type { MediaKind } from "./media-rules.ts";
import { whatsappRefusal } from "./meta-errors.ts";
import { type Context, checkMedia, plain } from "./whatsapp-checks.ts";

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages */
const TEXT = 4096;
const CAPTION = 1024;

/** Checks a text; answers it, since it may carry directives. */
export function checkText(text: Fields): string {
  plain.object(text, "text", ["body", "preview_url"]);
  if (text.preview_url !== undefined && typeof text.preview_url !== "boolean") {
    throw whatsappRefusal(131009, "text.preview_url must be a boolean");
  }
  return plain.string(text.body, "text.body", { max: TEXT });
}

/** Audio and stickers have no caption: https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages */
const mediaKeys: Record<MediaKind, readonly string[]> = {
  image: ["id", "link", "caption"],
  video: ["id", "link", "caption"],
  document: ["id", "link", "caption", "filename"],
  audio: ["id", "link", "voice"],
  sticker: ["id", "link"],
};

export function checkMediaMessage(kind: MediaKind, media: Fields, context: Context): string {
  plain.object(media, kind, mediaKeys[kind]);
  checkMedia(plain, media, kind, kind, context);
  if (media.filename !== undefined) plain.string(media.filename, "document.filename", { max: 240 });
  if (media.voice !== undefined && typeof media.voice !== "boolean") {
    throw whatsappRefusal(131009, "audio.voice must be a boolean");
  }
  return media.caption === undefined ? "" : plain.string(media.caption, `${kind}.caption`, { max: CAPTION });
}

export function checkLocation(location: Fields): string {
  plain.object(location, "location", ["latitude", "longitude", "name", "address"]);
  plain.number(location.latitude, "location.latitude", -90, 90);
  plain.number(location.longitude, "location.longitude", -180, 180);
  if (location.address !== undefined) plain.string(location.address, "location.address", { max: 1000 });
  return location.name === undefined ? "" : plain.string(location.name, "location.name", { max: 1000 });
}

const contactKeys = ["name", "phones", "emails", "addresses", "urls", "org", "birthday"];
const nameParts = ["first_name", "last_name", "middle_name", "suffix", "prefix"];

/** 1 to 5 contacts, each with a formatted name and one part of a name. */
export function checkContacts(value: unknown): string {
  const contacts = plain.array(value, "contacts", 1, 5).map((one, at) => {
    const path = `contacts[${at}]`;
    const contact = plain.object(one, path, contactKeys);
    const name = plain.object(contact.name, `${path}.name`, ["formatted_name", ...nameParts]);
    if (!nameParts.some((part) => typeof name[part] === "string" && name[part] !== "")) {
      throw whatsappRefusal(131008, `${path}.name needs one of ${nameParts.join(", ")}`);
    }
    for (const list of ["phones", "emails", "addresses", "urls"]) {
      if (contact[list] === undefined) continue;
      plain.array(contact[list], `${path}.${list}`, 0, 100).forEach((entry, index) => {
        plain.object(entry, `${path}.${list}[${index}]`);
      });
    }
    if (contact.org !== undefined)
      plain.object(contact.org, `${path}.org`, ["company", "department", "title"]);
    if (contact.birthday !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(String(contact.birthday))) {
      throw whatsappRefusal(131009, `${path}.birthday must be YYYY-MM-DD`);
    }
    return plain.string(name.formatted_name, `${path}.name.formatted_name`, { max: 1000 });
  });
  return contacts.join(" ");
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** One emoji; the empty string takes a reaction back. */
export function checkReaction(reaction: Fields): string {
  plain.object(reaction, "reaction", ["message_id", "emoji"]);
  checkWamid(reaction.message_id, "reaction.message_id");
  const emoji = plain.string(reaction.emoji, "reaction.emoji", { max: 64, min: 0 });
  if (emoji !== "" && ([...graphemes.segment(emoji)].length !== 1 || !/[\p{Emoji}\p{RI}]/u.test(emoji))) {
    throw whatsappRefusal(131009, "reaction.emoji must be one emoji or empty");
  }
  return "";
}

export function checkWamid(value: unknown, path: string): string {
  const id = plain.string(value, path, { max: 512 });
  if (!id.startsWith("wamid.")) throw whatsappRefusal(131009, `${path} must be a WhatsApp message id`);
  return id;
}

/** `context.message_id`: on every type but reaction, https://github.com/facebook/openapi */
export function checkContext(context: unknown, type: string): void {
  if (context === undefined) return;
  if (!isFields(context)) throw whatsappRefusal(100, "context must be an object");
  if (type === "reaction") throw whatsappRefusal(100, 'Unexpected key "context" on a reaction');
  checkWamid(context.message_id, "context.message_id");
}
