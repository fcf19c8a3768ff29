import type { Outcome } from "../../shared/domain/delivery.ts";
import type { Job } from "../../shared/domain/message.ts";
import type { Sender } from "../../shared/messaging/channel-ports.ts";
import type { ConversationStore } from "../../shared/messaging/directory-ports.ts";
import type { MessageStore } from "../../shared/messaging/message-ports.ts";
import { offeredIn, tapContent } from "../../shared/messaging/plain-offers.ts";
import { PlainPayload } from "../../shared/messaging/plain-payload.ts";
import type { Now } from "../../shared/messaging/ports.ts";
import type { ReceivedFrom } from "../../shared/messaging/receive-incoming.ts";
import type { StatusReport } from "../../shared/messaging/record-statuses.ts";
import { answerId, answersInHourBefore, takenId } from "./answers.ts";
import { type Reaction, reactionTo } from "./contact.ts";
import { ANSWERS_PER_HOUR } from "./limits.ts";

export interface PlaygroundDeps {
  now: Now;
  conversations: Pick<ConversationStore, "get">;
  /** When a part was read is looked up, and the answers of the last hour are counted, in the stored messages. */
  messages: Pick<MessageStore, "get" | "list">;
  recordStatuses(reports: StatusReport[]): Promise<unknown>;
  receiveIncoming(message: ReceivedFrom): Promise<{ id: string }>;
}

/** Delivers to a simulated contact: it takes the part, then acknowledges, reads and answers as its text asks. */
export const playgroundSender = (deps: PlaygroundDeps): Sender => ({
  prepare: async (job, _part, index) => ({
    connect: async () => ({ run: async () => outcomeOf(job, index, deps.now()), release: () => {} }),
  }),
  async afterwards(job, _part, index) {
    const reaction = reactionOf(job);
    await report(deps, job, index, reaction);
    const isLast = index === job.parts.length - 1;
    if (isLast && reaction.answer !== undefined) await answer(deps, job, index, said(job, reaction));
  },
});

/** A message that leaves as several parts is one message to the contact: one trigger, one answer. None to an emoji. */
const reactionOf = ({ message }: Job): Reaction =>
  message.message_type === "reaction"
    ? { delivered: true, read: true }
    : reactionTo(message.message_text ?? message.interactive?.body?.text ?? "", namesIn(message));

/** What was sent when there is no text: files by their names, else their addresses, else what it is. */
const namesIn = ({ files, media_urls, cards, message_type }: Job["message"]): string[] => {
  if (files.length > 0) return files.map(({ name }) => name);
  return media_urls.length > 0 ? media_urls : [cards ? "cards" : message_type];
};

const outcomeOf = (job: Job, index: number, now: Date): Outcome => {
  const { refused, lost, busy } = reactionOf(job);
  if (refused) return { kind: "refused", failure: refused };
  if (lost) return { kind: "lost", reason: "The text asked for a lost answer." };
  const left =
    busy === undefined ? 0 : Date.parse(job.message.created_at) / 1000 + busy - now.getTime() / 1000;
  if (left > 0) return busyFor(Math.ceil(left));
  return { kind: "sent", provider_message_id: takenId(job.message.id, index) };
};

const busyFor = (seconds: number): Outcome => ({
  kind: "throttled",
  retry_after: seconds,
  failure: {
    code: "playground_throttled",
    message: "The simulated contact is busy, as the text asked.",
    retryable: true,
    fix_by: "provider",
    next_step: "Nothing: it is tried again by itself.",
  },
});

const report = async (deps: PlaygroundDeps, job: Job, part: number, reaction: Reaction): Promise<void> => {
  const at = deps.now().toISOString();
  const ref = { conversation_id: job.message.conversation_id, message_id: job.message.id, part };
  const reports: StatusReport[] = [
    ...(reaction.failed
      ? [{ ...ref, fact: "failed" as const, value: { at, failure: reaction.failed } }]
      : []),
    ...(reaction.delivered ? [{ ...ref, fact: "delivered" as const, value: { at } }] : []),
    ...(reaction.read ? [{ ...ref, fact: "read" as const, value: { at } }] : []),
  ];
  if (reports.length > 0) await deps.recordStatuses(reports);
};

/** What it answers: its words, or a tap on the first thing offered, when the text asked for one. */
const said = ({ message, parts }: Job, { tap, answer }: Reaction): Pick<ReceivedFrom, "text" | "content"> => {
  const offers = tap ? parts.map(({ payload }) => offeredIn(PlainPayload.parse(payload))) : [];
  const index = offers.findIndex((offered) => offered.length > 0);
  const tapped = offers[index]?.[0];
  if (!tapped) return { text: answer ?? null };
  return { text: tapped.title, content: tapContent(tapped, takenId(message.id, index)) };
};

/**
 * Answers a millisecond after the stored time of reading. The first such time is kept, and an incoming message's id
 * is made of its time and its provider's id, so an answer that is posted again is the same message.
 */
const answer = async (
  deps: PlaygroundDeps,
  job: Job,
  index: number,
  said: Pick<ReceivedFrom, "text" | "content">,
): Promise<void> => {
  const { conversation_id, id } = job.message;
  const at = new Date((await readAt(deps, job, index)) + 1);
  if ((await answersInHourBefore(deps.messages, conversation_id, at)) >= ANSWERS_PER_HOUR) return;
  const conversation = await deps.conversations.get(conversation_id);
  if (conversation?.kind !== "external") throw new Error(`Conversation ${conversation_id} has no contact.`);
  const provider_message_id = answerId(id, index);
  await deps.receiveIncoming({ account: job.account, conversation, provider_message_id, ...said, at });
};

const readAt = async (deps: PlaygroundDeps, { message }: Job, index: number): Promise<number> => {
  const { conversation_id, id } = message;
  const view = await deps.messages.get({ conversation_id, message_id: id });
  const read = view?.kind === "outgoing" ? view.state.parts[index]?.facts.read : undefined;
  if (!read) throw new Error(`Part ${index} of message ${id} is not stored as read.`);
  return Date.parse(read.at);
};
