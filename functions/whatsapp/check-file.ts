import {
  bareType,
  FILE_KINDS,
  type FileKind,
  type FileRef,
  type MediaKind,
  plainKind,
} from "../../shared/domain/attachment.ts";
import { type Violation, violation } from "../../shared/domain/errors.ts";
import type { OutgoingType } from "../../shared/domain/message.ts";
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

export const isFileKind = (type: OutgoingType): type is FileKind => FILE_KINDS.some((kind) => kind === type);

/** What speaks against a file as a message of this type: its MIME type, or its size in bytes (`MEDIA`). */
export const checkFile = (
  kind: MediaKind,
  file: Pick<FileRef, "name" | "type" | "size">,
  path: string,
): Violation[] => {
  const plain = plainKind(kind);
  const { types, max } = MEDIA[plain];
  if (!types.includes(mediaType(file.type))) {
    return [violation(path, "unsupported_media_type", unsupported(plain, file.type))];
  }
  if (file.size <= max) return [];
  const message = `WhatsApp takes ${plain} messages of up to ${inMb(max)} MB; this file has ${inMb(file.size)} MB.`;
  return [violation(path, "file_too_large", message)];
};

const unsupported = (kind: FileKind, type: string): string => {
  const accepted = `WhatsApp does not take ${type} as ${kind}: send ${MEDIA[kind].types.join(", ")}.`;
  return [accepted, hint(type)].filter((sentence) => sentence !== "").join(" ");
};

/** How the same file could go after all, where there is a way. */
const hint = (type: string): string => {
  const sniffed = mediaType(type);
  if (sniffed === "audio/ogg" || sniffed === "audio/opus") {
    return "Opus in an ogg container must be uploaded with the type audio/ogg; codecs=opus.";
  }
  const other = FILE_KINDS.find((kind) => MEDIA[kind].types.includes(sniffed));
  return other === undefined ? "" : `This file can be sent with message_type "${other}".`;
};

const inMb = (bytes: number): string => (bytes / (1024 * 1024)).toFixed(2).replace(/\.?0+$/, "");
