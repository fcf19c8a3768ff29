import type { Account } from "../domain/account.ts";
import type { ExternalConversation } from "../domain/conversation.ts";
import { idFrom } from "../domain/ids.ts";
import type { IncomingMessage } from "../domain/message.ts";
import { openedBy } from "../domain/window.ts";
import { type NewContact, type OpenDeps, openConversation } from "./open-conversation.ts";
import type { MessageStore } from "./ports.ts";

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

/**
 * Keeps an incoming message under an id made of the provider's own, so that a webhook that comes twice changes
 * nothing; opens the conversation if there is none, opens its window, and takes it out of the archive.
 */
export const receiveIncoming =
  (deps: ReceiveDeps) =>
  async (received: Received, known?: ExternalConversation): Promise<IncomingMessage> => {
    const { account, at } = received;
    const conversation = known ?? (await openConversation(deps)(account, received.from)).conversation;
    const message: IncomingMessage = {
      id: idFrom(at, `${account.id}\n${received.provider_message_id}`),
      organization_id: account.organization_id,
      conversation_id: conversation.id,
      account_id: account.id,
      channel: account.channel,
      message_text: received.text,
      provider_message_id: received.provider_message_id,
      created_at: at.toISOString(),
    };
    const added = await deps.messages.addIncoming(message);
    await deps.conversations.heardFrom(conversation.id, openedBy(at, windowDays(received)));
    if (added && conversation.archived) await deps.conversations.archive(conversation.id, false);
    return message;
  };

/** The same for a contact whose conversation is at hand: a visitor's socket, the playground. */
export const receiveFrom =
  (deps: ReceiveDeps) =>
  (
    message: Pick<Received, "account" | "provider_message_id" | "text" | "at"> & {
      conversation: ExternalConversation;
    },
  ): Promise<IncomingMessage> => {
    const { conversation, ...received } = message;
    return receiveIncoming(deps)({ ...received, from: conversation.contact }, conversation);
  };

const windowDays = ({ account, afterAd }: Received): number =>
  afterAd && account.channel !== "whatsapp" ? account.ad_window_days : 1;
