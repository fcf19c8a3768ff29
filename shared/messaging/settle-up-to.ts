import type { AccountKey } from "../domain/account.ts";
import type { PartState } from "../domain/delivery.ts";
import type { Change, MessageStore, MessageView } from "./message-ports.ts";
import type { Reported } from "./report-ports.ts";

/** Messages looked at in one read, and reads: who has more unsettled ones than both together keeps the oldest so. */
const PAGE = 50;
const PAGES = 10;

/** All that was sent at or before `watermark`; of what was sent in that very moment, only what stands before `until`. */
export interface Mark {
  conversation_id: number;
  fact: Reported;
  /** ISO 8601. */
  watermark: string;
  until?: { message_id: string; part: number };
}

type Outgoing = Extract<MessageView, { kind: "outgoing" }>;

/**
 * When a part was sent, for comparing with the provider's watermarks: by its own clock where an echo told, else by
 * ours, which is read after the provider's answer and so never before it. Undefined: it is not known to be sent, or
 * made no message (a reaction), of which no watermark tells.
 */
export const sentAt = ({ facts, echoed }: PartState): string | undefined =>
  facts.sent?.provider_message_id === undefined ? undefined : (echoed ?? facts.sent.at);

/**
 * Adds `fact` to every part that the mark covers, back to where nothing is left to add. The oldest come first: a run
 * that ends early leaves the newest open, and those the next one begins with.
 */
export const settleUpTo =
  ({ messages }: { messages: Pick<MessageStore, "list" | "record"> }) =>
  async (account: AccountKey, mark: Mark): Promise<void> => {
    const open: { message_id: string; changes: Change[] }[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < PAGES; page += 1) {
      const { data, next } = await messages.list(mark.conversation_id, { limit: PAGE, cursor });
      const ours = data.filter((view) => view.kind === "outgoing").map((view) => seen(view, mark));
      open.push(...ours.filter(({ changes }) => changes.length > 0));
      if (next === undefined || ours.some(({ covered, changes }) => covered > 0 && changes.length === 0))
        break;
      cursor = next;
    }
    for (const { message_id, changes } of open.reverse()) {
      await messages.record({ conversation_id: mark.conversation_id, message_id }, changes, account);
    }
  };

/** How many parts the mark covers, and what that adds to them. */
const seen = ({ message, state }: Outgoing, mark: Mark) => {
  const covered = state.parts.flatMap((part, index) =>
    isCovered(part, message.id, index, mark) ? [{ part, index }] : [],
  );
  const value = { at: mark.watermark };
  const changes = covered.flatMap(({ part, index }): Change[] =>
    part.facts[mark.fact] ? [] : [{ part: index, fact: mark.fact, value }],
  );
  return { message_id: message.id, covered: covered.length, changes };
};

const isCovered = (
  part: PartState,
  messageId: string,
  index: number,
  { watermark, until }: Mark,
): boolean => {
  const at = sentAt(part);
  if (at === undefined || at > watermark) return false;
  if (at < watermark || until === undefined) return true;
  return messageId < until.message_id || (messageId === until.message_id && index < until.part);
};
