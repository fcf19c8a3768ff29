import type { FileKind, FileRef } from "../../shared/domain/attachment.ts";
import type { Adaptation } from "../../shared/domain/message.ts";

/**
 * The name Meta gets to see. It rejects names outside ASCII on attachment upload, and does not say whether a
 * link's name counts; so none is ever given: accents go, other characters become `_`.
 * Source: developers.facebook.com/documentation/business-messaging/instagram-messaging/features/attachment-upload
 */
export const asciiName = (name: string): string =>
  name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\x20-\x7e]+/gu, "_");

/** Only a document shows its name to the contact, so only there is the change worth telling. */
export const fileNameAdaptations = (type: FileKind, file: FileRef, path: string): Adaptation[] => {
  const name = asciiName(file.name);
  if (type !== "file" || name === file.name) return [];
  const message = `Instagram takes plain ASCII file names: the file is sent as ${name}.`;
  const named = path.startsWith("/attachments") ? path : "/file_name";
  return [{ code: "file_name_simplified", path: named, message }];
};
