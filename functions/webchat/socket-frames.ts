import * as z from "zod";
import { MessageFrame } from "../../shared/messaging/visitor-frames.ts";
import { ECHO_ID_MAX } from "../../shared/messaging/visitor-limits.ts";
import { EchoId, VisitorText, wellFormed } from "../../shared/messaging/visitor-words.ts";
import { FRAME_MAX_BYTES, PAYLOAD_MAX } from "./limits.ts";

export { MessageFrame };

/** The visitor's message is stored and on its way to the inbox. */
export const AcceptedFrame = z.object({
  type: z.literal("accepted"),
  client_id: z.string().optional(),
  id: z.string(),
  seq: z.int().positive(),
});

/**
 * Ends the answer to `catch_up`: the page has everything up to `seq`. With `more`, the next `catch_up` goes on there.
 */
export const CaughtUpFrame = z.object({
  type: z.literal("caught_up"),
  seq: z.int().nonnegative(),
  more: z.boolean(),
});

/** `internal` comes from the handler around the socket, when a store fails. */
export const ErrorCode = z.enum([
  "frame_too_large",
  "not_json",
  "invalid_frame",
  "not_connected",
  "not_found",
  "internal",
]);
export type ErrorCode = z.infer<typeof ErrorCode>;
export const ErrorFrame = z.object({ type: z.literal("error"), code: ErrorCode, message: z.string() });
export type ErrorFrame = z.infer<typeof ErrorFrame>;

/** What the server says. */
export const ServerFrame = z.discriminatedUnion("type", [
  MessageFrame,
  AcceptedFrame,
  CaughtUpFrame,
  ErrorFrame,
]);
export type ServerFrame = z.infer<typeof ServerFrame>;

/** With a `client_id`, the same message sent again after a lost answer is still one message. */
const Say = z.object({
  type: z.literal("message"),
  text: VisitorText,
  client_id: EchoId.optional(),
});

/** Which item is meant. */
const named = { seq: z.int().positive().optional(), id: z.string().max(ECHO_ID_MAX).optional() };
export type Named = { seq?: number | undefined; id?: string | undefined };
const namesOne = ({ seq, id }: Named): boolean => (seq === undefined) !== (id === undefined);

const Ack = z.object({ type: z.literal("ack"), ...named }).refine(namesOne, "needs either seq or id");

/** A tap on what an item offers: a button, a quick reply, a row of a list, by its payload (or the row's id). */
const Tap = z
  .object({
    type: z.literal("reply"),
    ...named,
    payload: wellFormed(PAYLOAD_MAX).min(1),
    client_id: EchoId.optional(),
  })
  .refine(namesOne, "needs either seq or id");

const CatchUp = z.object({ type: z.literal("catch_up"), after_seq: z.int().nonnegative() });

/** What a visitor says. */
export const VisitorFrame = z.discriminatedUnion("type", [Say, Tap, Ack, CatchUp]);
export type VisitorFrame = z.infer<typeof VisitorFrame>;
export type Say = z.infer<typeof Say>;
export type Tap = z.infer<typeof Tap>;
export type Ack = z.infer<typeof Ack>;

export const errorFrame = (code: ErrorCode, message: string): ErrorFrame => ({
  type: "error",
  code,
  message,
});

/** A visitor's frame, or the error to answer it with; the error never repeats what was said. */
export const readFrame = (raw: string): VisitorFrame | ErrorFrame => {
  if (Buffer.byteLength(raw) > FRAME_MAX_BYTES) {
    return errorFrame("frame_too_large", `A frame holds ${FRAME_MAX_BYTES} bytes at most.`);
  }
  let json: unknown;
  try {
    json = JSON.parse(raw);
  } catch {
    return errorFrame("not_json", "A frame is one JSON object.");
  }
  const read = VisitorFrame.safeParse(json);
  return read.success ? read.data : errorFrame("invalid_frame", explain(read.error));
};

const explain = (error: z.ZodError): string =>
  error.issues
    .map(({ path, message }) => (path.length > 0 ? `${path.join(".")}: ${message}` : message))
    .join("; ");
