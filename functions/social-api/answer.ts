import { accepted } from "../../shared/lambda/dialect.ts";
import type { HttpReply } from "../../shared/lambda/http-handler.ts";
import type { Accepted } from "../../shared/messaging/accept-outgoing.ts";

/** `message_ids` in the order of sending, each usable wherever a message id is; `message_id` is the first of them. */
export const answerOf = (result: Accepted): HttpReply =>
  accepted(result, ({ parts }) => {
    const message_ids = parts.map(({ id }) => id);
    return { success: true, message_ids, message_id: message_ids[0] };
  });
