import type { Conversation } from "../domain/conversation.ts";
import { notFound } from "../domain/errors.ts";
import { WholeId } from "../domain/ids.ts";
import type { Caller } from "../messaging/caller.ts";
import type { ConversationStore } from "../messaging/directory-ports.ts";
import type { Now } from "../messaging/ports.ts";
import { conversationStore } from "../store/conversations.ts";
import { directory } from "../store/directory.ts";
import type { Items } from "../store/items.ts";
import { authenticate } from "./authenticate.ts";
import type { HttpRequest } from "./request.ts";

/** What the endpoints about conversations are made of. */
export interface ConversationParts {
  items: Items;
  now?: Now;
}

export interface Own {
  caller: Caller;
  conversation: Conversation;
}

/** The caller's own conversation of the path; foreign, absent and malformed ids are one answer. */
export const ownConversation =
  (items: Items) =>
  async (request: HttpRequest): Promise<Own> => {
    const caller = await authenticate(directory(items), request);
    const conversation = await find(conversationStore(items), request.params.id ?? "");
    if (conversation?.organization_id !== caller.organization_id) throw notFound("conversation");
    return { caller, conversation: conversation! };
  };

const find = async (store: ConversationStore, text: string): Promise<Conversation | undefined> => {
  const id = WholeId.safeParse(text);
  return id.success ? store.get(id.data) : undefined;
};
