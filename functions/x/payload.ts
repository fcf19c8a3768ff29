import * as z from "zod";
import type { FileRef, MediaKind } from "../../shared/domain/attachment.ts";
import type { Part } from "../../shared/domain/message.ts";
import { MAX_MEDIA } from "./limits.ts";

/**
 * The body of one message; a key that X does not know is refused. Whom it goes to stands in the address.
 * https://docs.x.com/x-api/direct-messages/create-dm-message-by-participant-id
 */
export const XPayload = z.strictObject({
  text: z.string().min(1).optional(),
  attachments: z
    .array(z.strictObject({ media_id: z.string().min(1) }))
    .max(MAX_MEDIA)
    .optional(),
});
export type XPayload = z.infer<typeof XPayload>;

export const textPart = (text: string): Part => ({
  kind: "text",
  payload: { text } satisfies XPayload,
  slots: [],
});

/** The file's key stands where the uploaded media id will. */
export const mediaPart = (file: FileRef, as: MediaKind, text?: string): Part => {
  const payload: XPayload = { ...(text !== undefined && { text }), attachments: [{ media_id: file.key }] };
  return { kind: "media", payload, slots: [{ at: ["attachments", 0, "media_id"], file, as }] };
};
