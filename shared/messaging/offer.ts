import type { Offer } from "../domain/conversation.ts";
import type { Job } from "../domain/message.ts";
import type { ConversationStore } from "./directory-ports.ts";
import type { Now } from "./ports.ts";

export interface OfferDeps {
  conversations: Pick<ConversationStore, "offer">;
  now: Now;
}

/**
 * Notes on the conversation what its contact may choose from, before the first part that shows it leaves: an answer
 * can then not come too early. Of several offers the one of the latest message stands, in whatever order they are
 * noted, so doing it again is harmless.
 */
export const noteOffer = async ({ conversations, now }: OfferDeps, job: Job): Promise<void> => {
  const { id: message_id, conversation_id, choices = [] } = job.message;
  if (choices.length === 0) return;
  const offer: Offer = { message_id, at: now().toISOString(), numbered: showsNumbers(job) };
  await conversations.offer(conversation_id, offer);
};

/** Whether the contact sees numbers: choices are also kept for rows that had no room for their payload. */
const showsNumbers = ({ message, parts }: Job): boolean => {
  const title = message.choices?.[0]?.title ?? "";
  const lines = parts.flatMap(({ payload }) => textsIn(payload)).flatMap((text) => text.split("\n"));
  const numbered = lines.flatMap((line) => (line.startsWith("1. ") ? [line.slice(3)] : []));
  // A long title may go on in the next part, or be followed by its description.
  return numbered.some((line) => line.startsWith(title) || (line !== "" && title.startsWith(line)));
};

const textsIn = (value: unknown): string[] => {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
};
