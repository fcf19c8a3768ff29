import type { Conversation, ExternalConversation } from "../domain/conversation.ts";
import type { Item } from "./items.ts";
import { conversationIndex, keys, padded } from "./keys.ts";

/** A conversation as the store holds it: its window is two values, so that each may only move on. */
export const itemOf = (conversation: Conversation): Item => {
  const { opened, ...rest } = conversation as ExternalConversation;
  return {
    ...keys.conversation(conversation.id),
    gpk: conversationIndex(conversation.organization_id),
    gsk: padded(conversation.id),
    ...rest,
    ...opened,
  };
};

/** What was stored, without what serves the store alone. */
export const conversationOf = (item: Item | undefined): Conversation | undefined => {
  if (!item) return undefined;
  const { pk, sk, gpk, gsk, opened_at, expires_at, opt_at, offer_id, ...more } = item;
  const { delivered_watermark, read_watermark, ...rest } = more;
  const opened = opened_at === undefined ? undefined : { opened_at, expires_at };
  return { ...rest, ...(opened && { opened }) } as unknown as Conversation;
};
