import { type FileKind, kindOf } from "../domain/attachment.ts";

/** The usual extension of the MIME types our channels carry: https://www.iana.org/assignments/media-types */
const EXTENSIONS: Record<string, string> = {
  "image/jpeg": "jpg",
  "image/jpg": "jpg",
  "image/png": "png",
  "image/gif": "gif",
  "image/webp": "webp",
  "image/bmp": "bmp",
  "image/tiff": "tiff",
  "image/heic": "heic",
  "image/heif": "heif",
  "audio/mpeg": "mp3",
  "audio/mp4": "m4a",
  "audio/x-m4a": "m4a",
  "audio/aac": "aac",
  "audio/amr": "amr",
  "audio/ogg": "ogg",
  "audio/opus": "opus",
  "audio/wav": "wav",
  "audio/vnd.wave": "wav",
  "audio/webm": "weba",
  "audio/3gpp": "3gp",
  "video/mp4": "mp4",
  "video/3gpp": "3gp",
  "video/mpeg": "mpeg",
  "video/ogg": "ogv",
  "video/quicktime": "mov",
  "video/webm": "webm",
  "video/x-msvideo": "avi",
  "application/pdf": "pdf",
  "application/rtf": "rtf",
  "application/zip": "zip",
  "application/json": "json",
  "application/msword": "doc",
  "application/vnd.ms-excel": "xls",
  "application/vnd.ms-powerpoint": "ppt",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
  "application/vnd.apple.pkpass": "pkpass",
  "text/plain": "txt",
  "text/csv": "csv",
  "text/calendar": "ics",
  "text/rtf": "rtf",
  "text/vcard": "vcf",
  "text/x-vcard": "vcf",
};

/** Without its dot, for a bare lower-case type; undefined for a type we have no name for. */
export const extensionOf = (type: string): string | undefined =>
  Object.hasOwn(EXTENSIONS, type) ? EXTENSIONS[type] : undefined;

const KINDS: ReadonlyMap<string, FileKind> = new Map([
  ...Object.entries(EXTENSIONS).map(([type, extension]) => [extension, kindOf(type)] as const),
  ["jpeg", "image"],
  ["oga", "audio"],
]);

/** The kind of a file that is known by its address only: told by the extension of the address's path, else `file`. */
export const kindOfAddress = (url: string): FileKind => {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  return KINDS.get(/\.([a-z0-9]{1,10})$/i.exec(path)?.[1]?.toLowerCase() ?? "") ?? "file";
};
