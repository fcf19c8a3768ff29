import { accepted } from "../../shared/lambda/dialect.ts";
import type { HttpReply } from "../../shared/lambda/http-handler.ts";
import type { Accepted } from "../../shared/messaging/accept-outgoing.ts";
import type { MessageDocument } from "../../shared/messaging/message-document.ts";
import { conversationOf } from "./conversation.ts";
import type { To } from "./endpoint-body.ts";
import type { Opened } from "./open-conversation.ts";

/** `requestID` is how the prose of the document spells it. The message and its event bear the same. */
export const answerOf = (result: Accepted): HttpReply => accepted(result, requestIn);

/** The same of a message that found its conversation itself, with that conversation. */
export const answerFrom = (
  result: Accepted,
  { conversation, ...token }: Opened,
  to: To,
  publicUrl: string,
): HttpReply =>
  accepted(withoutSubject(result, to), (document) => ({
    ...requestIn(document),
    postMessageRequestId: document.request_id,
    conversation: conversationOf(conversation, publicUrl),
    ...token,
  }));

const requestIn = ({ request_id }: MessageDocument) => ({ requestId: request_id, requestID: request_id });

/** A web chat has no subject: what was asked for is not passed over in silence. */
const withoutSubject = (result: Accepted, to: To): Accepted => {
  if (result.status === 200 || !("subject" in to) || to.subject === undefined) return result;
  return result.status === 201
    ? { ...result, document: dropped(result.document) }
    : { ...result, document: dropped(result.document) };
};

const dropped = <T extends MessageDocument>(document: T): T => ({
  ...document,
  adaptations: [...document.adaptations, SUBJECT_DROPPED],
});

const SUBJECT_DROPPED = {
  code: "subject_dropped",
  path: "/destination/secureEndpoint/subject",
  message: "A web chat has no subject: it is left out.",
};
