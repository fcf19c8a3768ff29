import { bareType } from "../domain/attachment.ts";
import { extensionOf } from "./extensions.ts";

/** What a name may take of a key's 1,024 bytes, in UTF-8. */
export const MAX_NAME_BYTES = 200;

/** Invisible, and able to show `exe.jpg` where `gpj.exe` stands: controls, line and bidi marks, zero width spaces. */
const INVISIBLE = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;
/** What an address or another system would read as more than a letter; see `readKey`. */
const SPECIAL = /[\u2044\u2215\u29f8\u29f9\uff0f\uff3c?#]|%(?=[0-9a-f]{2})/giu;

/**
 * The name a file keeps, in its key and for the contact: the last part of a path, without what cannot be seen or
 * would be read as something else, at most 200 bytes with its extension kept. Accents and emoji stay. A name
 * without an extension gets that of its MIME type, an empty one is `file`.
 */
export const safeName = (name: string, type?: string): string => {
  const { stem, extension } = split(clean(name));
  const ending = extension || endingOf(type);
  return `${shorten(tidy(stem), MAX_NAME_BYTES - Buffer.byteLength(ending)) || "file"}${ending}`;
};

const clean = (name: string): string =>
  lastPart(name.toWellFormed().normalize("NFC").replace(INVISIBLE, "")).replace(SPECIAL, "_").trim();

const lastPart = (path: string): string => path.split(/[/\\]/).findLast((part) => part.trim() !== "") ?? "";

/** An extension is 1 to 10 letters or digits after the last dot. */
const split = (name: string): { stem: string; extension: string } => {
  const extension = /\.[a-z0-9]{1,10}$/i.exec(name)?.[0] ?? "";
  return { stem: name.slice(0, name.length - extension.length), extension };
};

const endingOf = (type: string | undefined): string => {
  const extension = type === undefined ? undefined : extensionOf(bareType(type));
  return extension === undefined ? "" : `.${extension}`;
};

const DOTTED_EDGES = /^[.\u2024-\u2026\ufe30\ufe52\uff0e\s]+|[.\u2024-\u2026\ufe30\ufe52\uff0e\s]+$/g;

/** No dots or spaces at the edges (hidden on Unix, dropped on Windows, `..` everywhere), single spaces inside. */
const tidy = (stem: string): string => stem.replace(/\s+/g, " ").replace(DOTTED_EDGES, "");

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/** As many whole visible characters as fit. */
const shorten = (text: string, bytes: number): string => {
  let used = 0;
  let end = 0;
  for (const { segment } of graphemes.segment(text)) {
    used += Buffer.byteLength(segment);
    if (used > bytes) break;
    end += segment.length;
  }
  return text.slice(0, end).trimEnd();
};

/** What Twilio takes as a file's name: https://www.twilio.com/docs/messaging/guides/accepted-mime-types */
const SHORT_NAME = 20;

/** A name for a provider that takes 20 plain characters at most, its extension kept. */
export const shortName = (name: string): string => {
  const { stem, extension } = split(name.normalize("NFKD").replace(/[^\w.-]/g, ""));
  return `${stem.slice(0, SHORT_NAME - extension.length) || "file"}${extension}`;
};
