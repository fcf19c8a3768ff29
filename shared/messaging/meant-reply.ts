import type { ExternalConversation, Offer } from "../domain/conversation.ts";
import { statusOfPart } from "../domain/delivery.ts";
import { readChoiceId } from "../domain/ids.ts";
import type { IncomingContent } from "../domain/incoming.ts";
import type { Choice } from "../domain/rich.ts";
import type { MessageStore } from "./message-ports.ts";

/** An offer stands for a day: a number written later answers something else. */
const LAPSES_MS = 86_400_000;

interface Said {
  text: string | null;
  content?: IncomingContent;
  at: Date;
}

export interface MeantDeps {
  messages: Pick<MessageStore, "get">;
}

/**
 * What the contact said, with what was meant by it: a tap that brought our short id back gets the payload that it
 * stands for, and a typed number or title the choice of the message that offered it. What leads nowhere stays as it came.
 */
export const meantBy = async (
  deps: MeantDeps,
  said: Said,
  conversation: ExternalConversation,
): Promise<IncomingContent | undefined> =>
  said.content?.reply ? tapped(deps, said.content, conversation.id) : typed(deps, said, conversation);

const tapped = async (
  deps: MeantDeps,
  content: IncomingContent,
  conversationId: number,
): Promise<IncomingContent> => {
  const { reply } = content;
  const named = readChoiceId(reply?.payload ?? "");
  if (!reply || !named) return content;
  const { message_id, index } = named;
  const choice = (await offered(deps, conversationId, message_id))?.choices[index];
  return choice ? { ...content, reply: { ...reply, payload: choice.payload, message_id } } : content;
};

const typed = async (
  deps: MeantDeps,
  { text, content, at }: Said,
  { id, offer }: ExternalConversation,
): Promise<IncomingContent | undefined> => {
  const isText = (content?.message_type ?? "text") === "text";
  if (!isText || !text || !offer || at.getTime() - Date.parse(offer.at) > LAPSES_MS) return content;
  const { message_id } = offer;
  const found = await offered(deps, id, message_id);
  const choice = found?.shown ? chosen(text, found.choices, offer) : undefined;
  return choice ? { ...content, reply: { kind: "choice", ...choice, message_id } } : content;
};

/** The choices of a message of this conversation, and whether any of it can have reached the contact. */
const offered = async (
  { messages }: MeantDeps,
  conversation_id: number,
  message_id: string,
): Promise<{ choices: Choice[]; shown: boolean } | undefined> => {
  const view = await messages.get({ conversation_id, message_id });
  if (view?.kind !== "outgoing") return undefined;
  const shown = view.state.parts.some((part) => SEEN.has(statusOfPart(part)));
  return { choices: view.message.choices ?? [], shown };
};

/** A call that is still open may have left: the contact can be quicker than its answer. */
const SEEN: ReadonlySet<string> = new Set(["sending", "unknown", "sent", "delivered", "read"]);

/** By number or by title; where the two, or two titles, mean different things, nothing is guessed. */
const chosen = (text: string, choices: Choice[], { numbered }: Offer): Choice | undefined => {
  const [, number] = (numbered && /^\s*([1-9]\d{0,2})\.?\s*$/.exec(text)) || [];
  const byNumber = number === undefined ? undefined : choices[Number(number) - 1];
  const byTitle = choices.filter(({ title }) => same(title, text));
  const [first, ...others] = [...(byNumber ? [byNumber] : []), ...byTitle];
  return others.every(({ payload }) => payload === first?.payload) ? first : undefined;
};

const same = (one: string, other: string): boolean => bare(one) === bare(other);
const bare = (text: string): string => text.trim().normalize("NFC").toLowerCase();
