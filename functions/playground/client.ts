import type { Outcome } from "../../shared/domain/delivery.ts";
import type { Job } from "../../shared/domain/message.ts";
import type { Sender } from "../../shared/messaging/channel-ports.ts";
import type { ConversationStore } from "../../shared/messaging/directory-ports.ts";
import type { MessageStore } from "../../shared/messaging/message-ports.ts";
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
    if (isLast && reaction.answer !== undefined) await answer(deps, job, index, reaction.answer);
  },
});

/** A message that leaves as several parts is one message to the contact: one trigger, one answer. */
const reactionOf = ({ message }: Job): Reaction =>
  reactionTo(
    message.message_text ?? "",
    message.files.map(({ name }) => name),
  );

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

/**
 * Answers a millisecond after the stored time of reading. The first such time is kept, and an incoming message's id
 * is made of its time and its provider's id, so an answer that is posted again is the same message.
 */
const answer = async (deps: PlaygroundDeps, job: Job, index: number, text: string): Promise<void> => {
  const { conversation_id, id } = job.message;
  const at = new Date((await readAt(deps, job, index)) + 1);
  if ((await answersInHourBefore(deps.messages, conversation_id, at)) >= ANSWERS_PER_HOUR) return;
  const conversation = await deps.conversations.get(conversation_id);
  if (conversation?.kind !== "external") throw new Error(`Conversation ${conversation_id} has no contact.`);
  const provider_message_id = answerId(id, index);
  await deps.receiveIncoming({ account: job.account, conversation, provider_message_id, text, at });
};

const readAt = async (deps: PlaygroundDeps, { message }: Job, index: number): Promise<number> => {
  const { conversation_id, id } = message;
  const view = await deps.messages.get({ conversation_id, message_id: id });
  const read = view?.kind === "outgoing" ? view.state.parts[index]?.facts.read : undefined;
  if (!read) throw new Error(`Part ${index} of message ${id} is not stored as read.`);
  return Date.parse(read.at);
};
