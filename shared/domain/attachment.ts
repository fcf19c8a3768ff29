import * as z from "zod";

export const FILE_KINDS = ["image", "audio", "video", "file"] as const;
export const FileKind = z.enum(FILE_KINDS);
export type FileKind = z.infer<typeof FileKind>;

/** 100 MB: the largest document any of our channels carries (WhatsApp). */
export const MAX_FILE_BYTES = 100 * 1024 * 1024;

/** An uploaded (or promised) file of an organization. Sizes are bytes. */
export const StoredFile = z.object({
  id: z.string().regex(/^[0-9a-z]{26}$/),
  organization_id: z.int().positive(),
  conversation_id: z.int().positive(),
  key: z.string(),
  name: z.string(),
  type: z.string(),
  size: z.int().nonnegative(),
  /** `signed`: promised, no bytes seen; `checked`: bytes read, type and size agree; `refused`: they do not. */
  state: z.enum(["signed", "checked", "refused"]),
  /** The object's ETag when it was checked; links are made for these bytes only. */
  etag: z.string().optional(),
  refusal: z.string().optional(),
  created_at: z.string(),
});
export type StoredFile = z.infer<typeof StoredFile>;

/** What a message keeps of a file: by key, never by link. */
export const FileRef = StoredFile.pick({ id: true, key: true, name: true, type: true, size: true });
export type FileRef = z.infer<typeof FileRef>;

/** What a file is shown as: `voice` and `sticker` are an audio and an image that some channels show in their own way. */
export const MEDIA_KINDS = [...FILE_KINDS, "voice", "sticker"] as const;
export const MediaKind = z.enum(MEDIA_KINDS);
export type MediaKind = z.infer<typeof MediaKind>;

/** The kind a file has where a channel knows no better. */
export const plainKind = (kind: MediaKind): FileKind =>
  kind === "voice" ? "audio" : kind === "sticker" ? "image" : kind;

/** One thing to send: a file of ours, or somebody else's public address that we never fetch. `path`: where it was named. */
export type Media = { as: MediaKind; path: string } & ({ file: FileRef } | { url: string });

/** A type and its parameters in one line of printable ASCII: it travels in headers. */
export const MIME =
  /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}( *; *[a-z0-9_-]+=("[ !#-[\]-~]*"|[!#-:<-~]+))*$/i;

/** The kind a MIME type belongs to when the sender names none. */
export const kindOf = (type: string): FileKind => {
  const family = type.split("/", 1)[0];
  return family === "image" || family === "audio" || family === "video" ? family : "file";
};

/** Types a browser may run. They are never shown inline from our bucket, whatever they claim to be. */
const ACTIVE = new Set([
  "text/html",
  "application/xhtml+xml",
  "image/svg+xml",
  "text/xml",
  "application/xml",
  "text/javascript",
  "application/javascript",
  "application/x-javascript",
  "text/xsl",
  "application/xslt+xml",
  "multipart/x-mixed-replace",
]);

export const isActive = (type: string): boolean => ACTIVE.has(bareType(type));

/** The kind a file is shown as: what a browser may run is never more than a file. */
export const shownKindOf = (type: string): FileKind => (isActive(type) ? "file" : kindOf(bareType(type)));

/** A MIME type without its parameters, lower-case: `audio/ogg; codecs=opus` → `audio/ogg`. */
export const bareType = (type: string): string => (type.split(";", 1)[0] ?? "").trim().toLowerCase();
