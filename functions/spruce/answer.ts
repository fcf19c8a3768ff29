import { accepted } from "../../shared/lambda/dialect.ts";
import type { HttpReply } from "../../shared/lambda/http-handler.ts";
import type { Accepted } from "../../shared/messaging/accept-outgoing.ts";

/** `requestID` is how the prose of the document spells it. The message and its event bear the same. */
export const answerOf = (result: Accepted): HttpReply =>
  accepted(result, ({ request_id }) => ({ requestId: request_id, requestID: request_id }));
