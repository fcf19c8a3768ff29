import { accepted } from "../../shared/lambda/dialect.ts";
import type { HttpReply } from "../../shared/lambda/http-handler.ts";
import type { Accepted } from "../../shared/messaging/accept-outgoing.ts";
import type { MessageStore, Reading } from "../../shared/messaging/message-ports.ts";
import { threadMessage } from "./thread-message.ts";

/** What was accepted, in Inbox's words. A repeated request is told what has become of its message since. */
export const answerTo = async (
  messages: Pick<MessageStore, "get">,
  result: Exclude<Accepted, { status: 200 }>,
  { conversation, replyTo }: Reading,
): Promise<HttpReply> => {
  const { id: message_id, conversation_id } = result.document;
  const replayed = result.status === 201 && result.replayed;
  const view = replayed ? await messages.get({ conversation_id, message_id }) : undefined;
  const state = view?.kind === "outgoing" ? view.state : undefined;
  // What was accepted belongs to a conversation on X, which is external.
  if (conversation?.kind !== "external") throw new Error(`The conversation ${conversation_id} is gone`);
  return accepted(result, (document) => threadMessage(document, { conversation, replied: replyTo, state }));
};
