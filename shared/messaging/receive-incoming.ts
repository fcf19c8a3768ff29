import type { Account } from "../domain/account.ts";
import type { ExternalConversation } from "../domain/conversation.ts";
import { idFrom } from "../domain/ids.ts";
import type { IncomingContent } from "../domain/incoming.ts";
import type { IncomingMessage } from "../domain/message.ts";
import { openedBy } from "../domain/window.ts";
import { isAhead } from "./contact-acts.ts";
import { meantBy } from "./meant-reply.ts";
import type { MessageStore } from "./message-ports.ts";
import { type NewContact, type OpenDeps, openConversation } from "./open-conversation.ts";
import { type PromiseDeps, promiseFetches } from "./promise-fetches.ts";

export interface ReceiveDeps extends OpenDeps {
  messages: Pick<MessageStore, "addIncoming" | "get">;
}

/** What a webhook needs besides: files that a provider keeps are promised in the same breath. */
export type WebhookReceiveDeps = ReceiveDeps & PromiseDeps;

/** A message somebody wrote to one of our accounts, as its provider told it. */
export interface Received {
  account: Account;
  from: NewContact;
  provider_message_id: string;
  /** Null: there are no words in what they sent. */
  text: string | null;
  /** What else it is and holds; absent: a text and nothing more. */
  content?: IncomingContent;
  /** When they wrote, by the provider's clock: the window opens from there. */
  at: Date;
  /** It followed an ad click: Messenger and Instagram keep the window open for longer. */
  afterAd?: boolean;
}

/**
 * Keeps what a webhook brought, in the account's conversation with its writer, which it opens if there is none; when
 * it settles, each of its files has a job that brings it in. Undefined: it is said to be written in the future, and is
 * passed over.
 */
export const receiveIncoming =
  (deps: WebhookReceiveDeps) =>
  async (received: Received): Promise<IncomingMessage | undefined> => {
    if (isAhead(received.at, deps.now())) return undefined;
    const { conversation } = await openConversation(deps)(received.account, received.from);
    const message = await keep(deps, received, conversation);
    await promiseFetches(deps, message);
    return message;
  };

/** A message of a contact whose conversation is at hand. */
export type ReceivedFrom = Omit<Received, "from" | "afterAd"> & { conversation: ExternalConversation };

/** The same for a contact whose conversation is at hand: a visitor's socket, the playground. */
export const receiveFrom =
  (deps: ReceiveDeps) =>
  ({ conversation, ...received }: ReceivedFrom): Promise<IncomingMessage> =>
    keep(deps, received, conversation);

/**
 * Keeps an incoming message under an id made of the provider's own, so that a webhook that comes twice changes
 * nothing; takes its conversation out of the archive, and opens the window.
 */
const keep = async (
  deps: ReceiveDeps,
  received: Omit<Received, "from">,
  conversation: ExternalConversation,
): Promise<IncomingMessage> => {
  const { account, at, provider_message_id } = received;
  const { id: conversation_id, archived } = conversation;
  const message: IncomingMessage = {
    id: idFrom(at, `${account.organization_id}\n${account.id}\n${provider_message_id}`),
    organization_id: account.organization_id,
    conversation_id,
    account_id: account.id,
    channel: account.channel,
    message_text: received.text,
    message_type: "text",
    ...(await meantBy(deps, received, conversation)),
    provider_message_id,
    created_at: at.toISOString(),
  };
  await deps.messages.addIncoming(message, archived);
  const followed = await followsAd(deps, received, conversation);
  const days = (followed || received.afterAd) && account.channel !== "whatsapp" ? account.ad_window_days : 1;
  await deps.conversations.heardFrom(conversation_id, openedBy(at, days));
  return message;
};

/** A message follows an ad that was clicked in the day before it: what is later came by itself. */
const FOLLOWS_WITHIN_MS = 86_400_000;

/** The first message after a click that came as an event of its own; the same message again is the first again. */
const followsAd = async (
  { conversations }: ReceiveDeps,
  { at, provider_message_id }: Omit<Received, "from">,
  { id, ad_at, ad_message }: ExternalConversation,
): Promise<boolean> => {
  if (ad_at === undefined) return false;
  const since = at.getTime() - Date.parse(ad_at);
  if (since < 0 || since > FOLLOWS_WITHIN_MS) return false;
  if (ad_message !== undefined) return ad_message === provider_message_id;
  return conversations.followsAd(id, ad_at, provider_message_id);
};
