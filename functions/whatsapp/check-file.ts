import { bareType, FILE_KINDS, type FileRef, type MediaKind } from "../../shared/domain/attachment.ts";
import { type Violation, violation } from "../../shared/domain/errors.ts";
import { MEDIA } from "./limits.ts";

/**
 * A MIME type as WhatsApp wants to read it: without parameters, except that ogg says it is opus.
 * `Audio/OGG;codecs="opus"` → `audio/ogg; codecs=opus`.
 */
export const mediaType = (type: string): string => {
  const bare = bareType(type);
  const isOpus = bare === "audio/ogg" && /;\s*codecs\s*=\s*"?opus"?\s*(;|$)/i.test(type);
  return isOpus ? "audio/ogg; codecs=opus" : bare;
};

/** What speaks against a file as a message of this type: its MIME type, or its size in bytes (`MEDIA`). */
export const checkFile = (
  kind: MediaKind,
  file: Pick<FileRef, "name" | "type" | "size">,
  path: string,
): Violation[] => {
  const { types, max } = MEDIA[kind];
  if (!types.includes(mediaType(file.type))) {
    return [violation(path, "unsupported_media_type", unsupported(kind, file.type))];
  }
  if (file.size <= max) return [];
  const message = `WhatsApp takes ${kind} messages of up to ${inWords(max)}; this file has ${inWords(file.size)}.`;
  return [violation(path, "file_too_large", message)];
};

const unsupported = (kind: MediaKind, type: string): string => {
  const accepted = `WhatsApp does not take ${type} as ${kind}: send ${MEDIA[kind].types.join(", ")}.`;
  return [accepted, hint(type)].filter((sentence) => sentence !== "").join(" ");
};

/** How the same file could go after all, where there is a way. */
const hint = (type: string): string => {
  const sniffed = mediaType(type);
  if (sniffed === "audio/ogg" || sniffed === "audio/opus") {
    return "Opus in an ogg container must be uploaded with the type audio/ogg; codecs=opus.";
  }
  const other = [...FILE_KINDS, "sticker" as const].find((kind) => MEDIA[kind].types.includes(sniffed));
  return other === undefined ? "" : `This file can be sent with message_type "${other}".`;
};

const inWords = (bytes: number): string => {
  const [unit, name] = bytes < 1024 * 1024 ? [1024, "KB"] : [1024 * 1024, "MB"];
  return `${(bytes / unit).toFixed(2).replace(/\.?0+$/, "")} ${name}`;
};
