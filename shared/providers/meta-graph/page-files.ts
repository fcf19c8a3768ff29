import { bareType, type FileKind, type FileRef, type MediaKind, plainKind } from "../../domain/attachment.ts";
import { type Violation, violation } from "../../domain/errors.ts";

/** Meta's "MB" is taken as 2^20 bytes; a file between the two readings is refused by Meta itself (100/2018109). */
export const MB = 1024 * 1024;

/** What a provider takes as one kind of attachment. */
export interface FileRule {
  accepts(type: string): boolean;
  /** The accepted types, as a person says them. */
  accepted: string;
  maxBytes: number;
}
export type FileRules = Record<FileKind, FileRule>;

/** Why this file cannot be shown as this; codes `unsupported_media_type` and `file_too_large`. */
export const checkPageFile = (
  provider: string,
  rules: FileRules,
  kind: MediaKind,
  file: Pick<FileRef, "name" | "type" | "size">,
  path: string,
): Violation[] => {
  const plain = plainKind(kind);
  const rule = rules[plain];
  return [
    ...typeViolations(provider, rule, plain, file, path),
    ...sizeViolations(provider, rule, plain, file, path),
  ];
};

type Checked = Pick<FileRef, "name" | "type" | "size">;

const typeViolations = (provider: string, rule: FileRule, kind: FileKind, file: Checked, path: string) => {
  const type = bareType(file.type);
  if (rule.accepts(type)) return [];
  const message = `${provider} takes ${rule.accepted} as ${kind}, not ${type || "a file without a type"}.`;
  return [violation(path, "unsupported_media_type", message)];
};

const sizeViolations = (provider: string, rule: FileRule, kind: FileKind, file: Checked, path: string) => {
  if (file.size <= rule.maxBytes) return [];
  const message = `${provider} takes at most ${rule.maxBytes / MB} MB as ${kind}; this file has ${file.size} bytes.`;
  return [violation(path, "file_too_large", message)];
};
