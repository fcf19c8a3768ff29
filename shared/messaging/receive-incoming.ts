import type { Account } from "../domain/account.ts";
import type { ExternalConversation } from "../domain/conversation.ts";
import { idFrom } from "../domain/ids.ts";
import type { IncomingMessage } from "../domain/message.ts";
import { openedBy } from "../domain/window.ts";
import type { MessageStore } from "./message-ports.ts";
import { type NewContact, type OpenDeps, openConversation } from "./open-conversation.ts";

export interface ReceiveDeps extends OpenDeps {
  messages: Pick<MessageStore, "addIncoming">;
}

/** A message somebody wrote to one of our accounts, as its provider told it. */
export interface Received {
  account: Account;
  from: NewContact;
  provider_message_id: string;
  /** Null: they sent something that is no text. */
  text: string | null;
  /** When they wrote, by the provider's clock: the window opens from there. */
  at: Date;
  /** It followed an ad click: Messenger and Instagram keep the window open for longer. */
  afterAd?: boolean;
}

/** A provider's clock may be ahead of ours, but not by a day: such a time is none, and would keep a window open. */
const MAX_AHEAD_MS = 86_400_000;

/**
 * Keeps what a webhook brought, in the account's conversation with its writer, which it opens if there is none.
 * Undefined: it is said to be written in the future, and is passed over.
 */
export const receiveIncoming =
  (deps: ReceiveDeps) =>
  async (received: Received): Promise<IncomingMessage | undefined> => {
    if (received.at.getTime() > deps.now().getTime() + MAX_AHEAD_MS) return undefined;
    const { conversation } = await openConversation(deps)(received.account, received.from);
    return keep(deps, received, conversation);
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
  { id: conversation_id, archived }: ExternalConversation,
): Promise<IncomingMessage> => {
  const { account, at, provider_message_id } = received;
  const message: IncomingMessage = {
    id: idFrom(at, `${account.organization_id}\n${account.id}\n${provider_message_id}`),
    organization_id: account.organization_id,
    conversation_id,
    account_id: account.id,
    channel: account.channel,
    message_text: received.text,
    provider_message_id,
    created_at: at.toISOString(),
  };
  await deps.messages.addIncoming(message, archived);
  await deps.conversations.heardFrom(conversation_id, openedBy(at, windowDays(received)));
  return message;
};

const windowDays = ({ account, afterAd }: Omit<Received, "from">): number =>
  afterAd && account.channel !== "whatsapp" ? account.ad_window_days : 1;
