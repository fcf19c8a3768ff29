import { bareType, type FileRef, type MediaKind, plainKind } from "../../shared/domain/attachment.ts";
import { type Violation, violation } from "../../shared/domain/errors.ts";
import { MEDIA, type MediaRule } from "./limits.ts";

/** How X takes a file of this MIME type; undefined: not at all. */
export const ruleOf = (type: string): MediaRule | undefined =>
  MEDIA.find(({ types }) => types.includes(bareType(type)));

/** What speaks against a file as media of this kind: its MIME type, or its size in bytes (`MEDIA`). */
export const checkFile = (
  as: MediaKind,
  file: Pick<FileRef, "name" | "type" | "size">,
  path: string,
): Violation[] => {
  const kind = plainKind(as);
  const rule = ruleOf(file.type);
  if (rule?.kind !== kind)
    return [violation(path, "unsupported_media_type", unsupported(kind, file.type, rule))];
  if (file.size <= rule.max) return [];
  const message = `X takes ${bareType(file.type)} of up to ${rule.max} bytes; this file has ${file.size}.`;
  return [violation(path, "file_too_large", message)];
};

const unsupported = (kind: string, type: string, rule: MediaRule | undefined): string => {
  if (rule) return `${bareType(type)} is not sent as ${kind}; send it with message_type "${rule.kind}".`;
  const accepted = MEDIA.flatMap(({ types }) => types).join(", ");
  return `A message on X cannot carry ${bareType(type) || "a file without a type"} as ${kind}. Accepted: ${accepted}.`;
};
