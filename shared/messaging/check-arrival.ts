import { fileTypeFromBuffer } from "file-type";
import { bareType, isActive, type StoredFile } from "../domain/attachment.ts";
import type { Bucket, FileStore } from "./file-ports.ts";

/** Enough for every magic number `file-type` knows (its own sample size). Bytes. */
const SAMPLE = 4_100;

/**
 * Looks at what arrived: absent, it stays promised; else its size and its magic number must agree with what was
 * promised, and its ETag is pinned. The result is stored and answered.
 */
export const checkArrival = async (
  deps: { files: Pick<FileStore, "update">; bucket: Pick<Bucket, "head" | "start"> },
  file: StoredFile,
): Promise<StoredFile> => {
  const found = await deps.bucket.head(file.key);
  if (!found) return file;
  const refusal = await objection(deps.bucket, file, found.size);
  const checked: StoredFile = {
    ...file,
    size: found.size,
    etag: found.etag,
    state: refusal === undefined ? "checked" : "refused",
    ...(refusal !== undefined && { refusal }),
  };
  await deps.files.update(checked);
  return checked;
};

const objection = async (
  bucket: Pick<Bucket, "start">,
  file: StoredFile,
  size: number,
): Promise<string | undefined> => {
  if (size === 0) return "The file is empty.";
  if (size !== file.size) return `The file has ${size} bytes; ${file.size} were announced.`;
  const start = await bucket.start(file.key, SAMPLE);
  const magic = (await magicOf(start)) ?? textMagic(start);
  if (agrees(bareType(file.type), magic)) return undefined;
  return `The bytes are ${magic ?? "of no known type"}; ${file.type} was announced.`;
};

/** Without parameters: what begins like Opus is `audio/ogg; codecs=opus`. */
const magicOf = async (start: Uint8Array): Promise<string | undefined> => {
  const found = await fileTypeFromBuffer(start);
  return found && bareType(found.mime);
};

/** Active text has no magic number of its own, and must not pass as something harmless. */
const textMagic = (start: Uint8Array): string | undefined => {
  const text = new TextDecoder("utf-8")
    .decode(start)
    .replace(/^\uFEFF/, "")
    .trimStart()
    .toLowerCase();
  if (/^(<!doctype html|<html|<head|<body|<script|<iframe)/.test(text)) return "text/html";
  if (text.startsWith("<svg") || (text.startsWith("<?xml") && text.includes("<svg"))) return "image/svg+xml";
  return undefined;
};

/** Names that stand for the same bytes. */
const SAME: readonly string[][] = [
  ["image/jpeg", "image/jpg"],
  ["image/png", "image/apng"],
  [
    "audio/mp4",
    "audio/x-m4a",
    "audio/m4a",
    "video/mp4",
    "video/quicktime",
    "audio/aac",
    "audio/3gpp",
    "audio/3gpp2",
    "video/3gpp",
    "video/3gpp2",
    "video/x-m4v",
  ],
  ["audio/amr", "audio/amr-nb"],
  ["audio/ogg", "video/ogg", "audio/opus", "application/ogg"],
  ["audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"],
  ["audio/mpeg", "audio/mp3"],
  ["audio/webm", "video/webm", "video/matroska", "video/x-matroska"],
  ["video/avi", "video/x-msvideo", "video/vnd.avi"],
  ["application/xml", "text/xml", "image/svg+xml"],
];

/** Types that always have a magic number of their own: without it, the bytes are not what was announced. */
const MARKED = /^(image|audio|video)\/|^application\/(pdf|rtf|gzip|x-7z-compressed|x-rar-compressed)$/;
/** Office files are archives, which is all their first bytes say of older or large ones. */
const CONTAINERS = new Set(["application/zip", "application/x-cfb"]);

const agrees = (announced: string, magic: string | undefined): boolean => {
  if (magic === undefined) return !MARKED.test(announced) || announced === "image/svg+xml";
  if (magic === announced || SAME.some((names) => names.includes(magic) && names.includes(announced)))
    return true;
  if (isActive(magic)) return isActive(announced) || announced === "application/octet-stream";
  if (announced === "application/octet-stream") return true;
  return CONTAINERS.has(magic) && announced.startsWith("application/") && !MARKED.test(announced);
};
