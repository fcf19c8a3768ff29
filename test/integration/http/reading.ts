import { createHandler as createArchive } from "../../../functions/conversations/archive-conversation.ts";
import { createHandler as createGet } from "../../../functions/conversations/get-conversation.ts";
import { createHandler as createMessage } from "../../../functions/conversations/get-message.ts";
import { createHandler as createList } from "../../../functions/conversations/list-conversations.ts";
import { createHandler as createMessages } from "../../../functions/conversations/list-messages.ts";
import { receiveDeps } from "../../../shared/lambda/compose.ts";
import type { conversationDocument } from "../../../shared/messaging/conversation-document.ts";
import type { MessageDocument } from "../../../shared/messaging/message-document.ts";
import { receiveFrom } from "../../../shared/messaging/receive-incoming.ts";
import { conversationStore } from "../../../shared/store/conversations.ts";
import { call } from "../../support/calls.ts";
import type { Embedded } from "../../support/embedded.ts";

export interface List<T> {
  data: T[];
  limit: number;
  next_cursor: string | null;
}
export type Conversation = ReturnType<typeof conversationDocument>;
type Query = Record<string, string>;

export const listConversations = (embedded: Embedded, query: Query = {}) =>
  call<List<Conversation>>(createList(embedded.parts()), "GET /conversations", { query });

export const getConversation = (embedded: Embedded, id: number) =>
  call<Conversation>(createGet(embedded.parts()), "GET /conversations/{id}", { params: { id: String(id) } });

export const listMessages = (embedded: Embedded, id: number, query: Query = {}) =>
  call<List<MessageDocument>>(createMessages(embedded.parts()), "GET /conversations/{id}/messages", {
    params: { id: String(id) },
    query,
  });

export const getMessage = (embedded: Embedded, id: number, message_id: string) =>
  call(createMessage(embedded.parts()), "GET /conversations/{id}/messages/{message_id}", {
    params: { id: String(id), message_id },
  });

export const archive = (embedded: Embedded, id: number, body: unknown = { archived: true }) =>
  call<Conversation>(createArchive(embedded.parts()), "PATCH /conversations/{id}", {
    params: { id: String(id) },
    body,
  });

/** The contact of one of the demo conversations writes now. */
export const hear = async (embedded: Embedded, id: number, text: string) => {
  const conversation = await conversationStore(embedded.items).get(id);
  if (conversation?.kind !== "external") throw new Error(`No contact in ${id}`);
  const at = embedded.clock.now;
  const provider_message_id = `wamid.heard-${text}-${at.getTime()}`;
  const receive = receiveFrom(receiveDeps(embedded.items, () => embedded.clock.now));
  return receive({ conversation, account: conversation.account, provider_message_id, text, at });
};

/** Every page of a listing, one after the other; a hundred at most. */
export const pages = async <T>(read: (query: Query) => Promise<{ body: List<T> }>, query: Query) => {
  const found: T[][] = [];
  let cursor: string | null = null;
  do {
    const { body } = await read({ ...query, ...(cursor && { cursor }) });
    found.push(body.data);
    cursor = body.next_cursor;
  } while (cursor !== null && found.length < 100);
  return found;
};
