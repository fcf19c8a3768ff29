import type { Conversation } from "../domain/conversation.ts";
import type { ConversationFilter, ConversationStore } from "../messaging/directory-ports.ts";
import type { Page } from "../messaging/ports.ts";
import { conversationOf } from "./conversation-item.ts";
import type { Items } from "./items.ts";
import { conversationIndex, keys, padded } from "./keys.ts";

/** Pages read for one filtered listing; a sparser answer comes with a cursor instead of a long wait. */
const ROUNDS = 10;

/** An organization's conversations, or a contact's, the newest first. */
export const listConversations =
  (items: Items): ConversationStore["list"] =>
  async (organizationId, filter, { limit, cursor }) => {
    const data: Conversation[] = [];
    let after = cursor;
    for (let round = 0; round < ROUNDS; round += 1) {
      const page = await pageOf(items, organizationId, filter.contact_id, limit, after);
      for (const conversation of page.data) {
        if (!matches(conversation, filter)) continue;
        if (data.length === limit) return { data, next: padded(data.at(-1)!.id) };
        data.push(conversation);
      }
      if (page.next === undefined) return { data, next: undefined };
      after = page.next;
    }
    return { data, next: after };
  };

const pageOf = async (
  items: Items,
  organizationId: number,
  contactId: number | undefined,
  limit: number,
  cursor: string | undefined,
): Promise<Page<Conversation>> => {
  const range = { limit, newestFirst: true, ...(cursor !== undefined && { after: cursor }) };
  const rows =
    contactId === undefined
      ? await items.listIndex(conversationIndex(organizationId), range)
      : await items.list(keys.contactThread(organizationId, contactId, 0).pk, range);
  const last = rows.at(-1);
  const found =
    contactId === undefined
      ? rows
      : await items.read(rows.map((row) => keys.conversation(Number(row.conversation_id))));
  return {
    data: found.flatMap((item) => conversationOf(item) ?? []),
    next: rows.length < limit || !last ? undefined : String(contactId === undefined ? last.gsk : last.sk),
  };
};

const matches = (conversation: Conversation, filter: ConversationFilter): boolean =>
  (filter.archived === undefined || conversation.archived === filter.archived) &&
  (filter.channel === undefined ||
    (conversation.kind === "external" && conversation.channel === filter.channel));
