import { type MessageState, statusOf, statusOfPart } from "../domain/delivery.ts";
import { type Failure, notFound, Refusal, unprocessable, violation } from "../domain/errors.ts";
import type { Author } from "../domain/message.ts";
import type { MessageRef, MessageStore, MessageView } from "./message-ports.ts";
import type { Now } from "./ports.ts";

export interface CancelDeps {
  messages: Pick<MessageStore, "get" | "cancel">;
  now: Now;
}

/**
 * Takes a message back before its first part is begun; the worker that takes its job then finds nothing to do.
 * Canceling a canceled one is the same answer again.
 * @throws Refusal 404, 409 (a part was begun, or has ended otherwise), 422 (not outgoing).
 */
export const cancelMessage =
  ({ messages, now }: CancelDeps) =>
  async (ref: MessageRef, by: Author): Promise<MessageView> => {
    const view = await messages.get(ref);
    if (!view) throw notFound("message");
    if (view.kind !== "outgoing") throw notOutgoing();
    const value = { at: now().toISOString(), failure: canceledBy(by) };
    const state = await messages.cancel(ref, view.message.parts, value);
    if (!isCanceled(state)) throw tooLate(state);
    return { ...view, state };
  };

const isCanceled = ({ parts }: MessageState): boolean =>
  parts.every((part) => statusOfPart(part) === "canceled");

/** A message shows its least advanced part, which may still be queued or canceled when others have gone. */
const tooLate = (state: MessageState): Refusal => {
  const status = statusOf(state);
  const partly = status === "queued" || status === "canceled" ? ", and parts of it have left or ended" : "";
  return new Refusal(409, `Only a queued message can be canceled; this one is ${status}${partly}.`);
};

const notOutgoing = (): Refusal =>
  unprocessable([violation("", "not_outgoing", "Only a message to the contact can be canceled.")]);

const canceledBy = ({ kind, member_id }: Author): Failure => ({
  code: "canceled",
  message: `Canceled before it left, by the ${kind}${member_id === null ? "" : ` ${member_id}`}.`,
  retryable: true,
  fix_by: "agent",
  next_step: "Resend it if it shall leave after all.",
});
