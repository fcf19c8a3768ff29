import {
  bareType,
  type FileKind,
  type FileRef,
  kindOf,
  type MediaKind,
  plainKind,
} from "../../shared/domain/attachment.ts";
import { type Violation, violation } from "../../shared/domain/errors.ts";
import { ACCEPTED_TYPES, MAX_MMS_BYTES, MAX_UNRESIZED_BYTES, RESIZED_TYPES } from "./limits.ts";

type FileFacts = Pick<FileRef, "name" | "type" | "size">;

/** What speaks against this file in an MMS. A `file` may be of any accepted type; an image must be an image. */
export const checkFile = (kind: MediaKind, file: FileFacts, path: string): Violation[] => {
  const unsupported = wrongType(plainKind(kind), bareType(file.type));
  return [
    ...(unsupported === undefined ? [] : [violation(path, "unsupported_media_type", unsupported)]),
    ...wrongSize(file, path),
  ];
};

const wrongType = (kind: FileKind, mime: string): string | undefined => {
  if (!ACCEPTED_TYPES.has(mime)) {
    return `An MMS cannot carry ${mime}. Accepted: ${[...ACCEPTED_TYPES].join(", ")}.`;
  }
  if (kind === "file" || kindOf(mime) === kind) return undefined;
  return `${mime} is not of the kind ${kind}; send it with message_type "${kindOf(mime)}".`;
};

const wrongSize = (file: FileFacts, path: string): Violation[] => {
  if (file.size === 0) return [violation(path, "empty_file", "The file has no bytes.")];
  const limit = isResized(file) ? MAX_MMS_BYTES : MAX_UNRESIZED_BYTES;
  if (file.size <= limit) return [];
  const message = `An MMS takes ${bareType(file.type)} of up to ${limit} bytes; this file has ${file.size}.`;
  return [violation(path, "file_too_large", message)];
};

const isResized = (file: FileFacts): boolean => RESIZED_TYPES.has(bareType(file.type));

/** Several files travel as one message: what speaks against them together, sizes in bytes. */
export const checkTogether = (files: readonly FileFacts[], path: string): Violation[] => {
  if (files.length < 2) return [];
  const total = sum(files);
  const unresized = sum(files.filter((file) => !isResized(file)));
  if (total > MAX_MMS_BYTES) {
    return [tooLarge(path, `The files have ${total} bytes together; one MMS takes ${MAX_MMS_BYTES}.`)];
  }
  if (unresized <= MAX_UNRESIZED_BYTES) return [];
  const what = "The files other than JPEG, PNG and GIF";
  return [tooLarge(path, `${what} have ${unresized} bytes together; one MMS takes ${MAX_UNRESIZED_BYTES}.`)];
};

const tooLarge = (path: string, message: string): Violation => violation(path, "media_too_large", message);

const sum = (files: readonly FileFacts[]): number => files.reduce((bytes, { size }) => bytes + size, 0);
