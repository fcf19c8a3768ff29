import * as z from "zod";
import { FileKind } from "../domain/attachment.ts";

const ShownFile = z.object({
  name: z.string(),
  type: z.string(),
  /** Bytes. */
  size: z.int(),
  /** Works until `expires_at`; catching up gives a fresh one. */
  url: z.string(),
  expires_at: z.string(),
});
export type ShownFile = z.infer<typeof ShownFile>;

/** An item as a visitor sees it. `seq` is 1, 2, 3, … in the order of showing; the same `seq` again is the same item. */
export const MessageFrame = z.object({
  type: z.literal("message"),
  seq: z.int().positive(),
  id: z.string(),
  direction: z.enum(["incoming", "outgoing"]),
  message: z.object({
    type: z.enum(["text", ...FileKind.options]),
    text: z.string().optional(),
    reply_to: z.string().optional(),
    file: ShownFile.optional(),
    /** Those behind the first, where a visitor's message holds several. */
    more_files: z.array(ShownFile).optional(),
  }),
  /** What the visitor called it: `echo_id` over HTTP, `client_id` on the socket. */
  echo_id: z.string().optional(),
  created_at: z.string(),
});
export type MessageFrame = z.infer<typeof MessageFrame>;
