import { PART_ID, partId } from "../../shared/domain/ids.ts";
import type { MessageStore, MessageView } from "../../shared/messaging/message-ports.ts";

const HOUR_MS = 3_600_000;
const PAGE = 100;

/** The contact's id for a part it took, and for its answer to it: from the part alone, so a repeat is the same one. */
export const takenId = (messageId: string, index: number): string => `pg_${partId(messageId, index)}`;
export const answerId = (messageId: string, index: number): string => `${takenId(messageId, index)}_answer`;

const isAnswer = (view: MessageView): boolean => {
  if (view.kind !== "incoming") return false;
  const [, part] = /^pg_(.+)_answer$/.exec(view.message.provider_message_id) ?? [];
  return part !== undefined && PART_ID.test(part);
};

/**
 * How many automatic answers the conversation got in the hour before `at`. They are counted in the stored messages
 * themselves, which are listed newest first: a restart or another Lambda counts the same.
 */
export const answersInHourBefore = async (
  messages: Pick<MessageStore, "list">,
  conversationId: number,
  at: Date,
): Promise<number> => {
  const since = at.getTime() - HOUR_MS;
  const isRecent = (view: MessageView) => Date.parse(view.message.created_at) > since;
  let count = 0;
  let cursor: string | undefined;
  do {
    const page = await messages.list(conversationId, { limit: PAGE, cursor });
    count += page.data.filter((view) => isRecent(view) && isAnswer(view)).length;
    cursor = page.data.every(isRecent) ? page.next : undefined;
  } while (cursor !== undefined);
  return count;
};
