import type { Account } from "../domain/account.ts";
import { type AccountPause, pauseLeft } from "../domain/account-pause.ts";
import type { Conversation } from "../domain/conversation.ts";
import { windowOf } from "../domain/window.ts";
import type { Member } from "./directory-ports.ts";

/** A conversation as the API shows it. Team and note conversations have no channel, account, contact or window. */
export const conversationDocument = (conversation: Conversation, now: Date) => {
  const { id, organization_id, kind, archived, created_at } = conversation;
  const common = { _id: String(id), id, organization_id, kind, archived, created_at };
  if (conversation.kind !== "external") {
    return {
      ...common,
      channel: null,
      account_id: null,
      contact_id: null,
      contact: null,
      window: null,
      opted_out: null,
    };
  }
  const { channel, account, contact, opened, opted_out } = conversation;
  return {
    ...common,
    channel,
    account_id: account.id,
    contact_id: contact.id,
    contact: {
      id: contact.id,
      address: contact.address ?? null,
      user_id: contact.user_id ?? null,
      name: contact.name ?? null,
    },
    window: windowOf(channel, opened, now),
    opted_out: opted_out ?? null,
  };
};

/** Never a secret, nor the name of one. `paused_until`: nothing leaves over it until then, and why. */
export const accountDocument = (
  { id, channel, provider, address, provider_ids }: Account,
  pause: AccountPause | undefined,
  now: Date,
) => {
  const held = pauseLeft(pause, now) > 0 ? pause : undefined;
  return {
    id,
    channel,
    provider,
    address,
    provider_ids,
    paused_until: held?.paused_until ?? null,
    paused_reason: held?.reason ?? null,
  };
};

export const memberDocument = ({ id, kind, name }: Member) => ({ id, kind, name });
