import * as z from "zod";
import { ShownMessage } from "./shown-message.ts";

/** An item as a visitor sees it. `seq` is 1, 2, 3, … in the order of showing; the same `seq` again is the same item. */
export const MessageFrame = z.object({
  type: z.literal("message"),
  seq: z.int().positive(),
  id: z.string(),
  direction: z.enum(["incoming", "outgoing"]),
  message: ShownMessage,
  /** What the visitor called it: `echo_id` over HTTP, `client_id` on the socket. */
  echo_id: z.string().optional(),
  created_at: z.string(),
});
export type MessageFrame = z.infer<typeof MessageFrame>;
