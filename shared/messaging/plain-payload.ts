import * as z from "zod";
import { FileKind, FileRef } from "../domain/attachment.ts";

const reply_to = z.string().optional();
export const PlainFile = FileRef.omit({ id: true });
export type PlainFile = z.infer<typeof PlainFile>;

export const PlainText = z.object({ type: z.literal("text"), text: z.string(), reply_to });
export type PlainText = z.infer<typeof PlainText>;
const PlainMedia = z.object({
  type: FileKind,
  text: z.string().optional(),
  reply_to,
  file: PlainFile,
  /** Those behind the first. What leaves has one file a part; what a visitor sends may have several. */
  more_files: z.array(PlainFile).optional(),
});

/**
 * Our own body of a part, on channels without a provider. A file stays a key in what is stored; a link is signed
 * each time the item is shown, so none is ever older than its reader.
 */
export const PlainPayload = z.discriminatedUnion("type", [PlainText, PlainMedia]);
export type PlainPayload = z.infer<typeof PlainPayload>;

export const filesIn = (payload: PlainPayload): PlainFile[] =>
  payload.type === "text" ? [] : [payload.file, ...(payload.more_files ?? [])];
