import { fileTypeFromBuffer } from "file-type";
import { bareType, isActive } from "../domain/attachment.ts";

/** Enough for every magic number `file-type` knows (its own sample size). Bytes. */
export const SAMPLE = 4_100;

/** The type that a file's first bytes give away, bare; undefined when they say nothing. */
export const magicOf = async (start: Uint8Array): Promise<string | undefined> =>
  (await numberOf(start)) ?? textMagic(start);

/** What a file's first bytes say against the type it was announced with. */
export const contradiction = async (announced: string, start: Uint8Array): Promise<string | undefined> => {
  const magic = await magicOf(start);
  if (agrees(bareType(announced), magic)) return undefined;
  return `The bytes are ${magic ?? "of no known type"}; ${announced} was announced.`;
};

/** Without parameters: what begins like Opus is `audio/ogg; codecs=opus`. */
const numberOf = async (start: Uint8Array): Promise<string | undefined> => {
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
