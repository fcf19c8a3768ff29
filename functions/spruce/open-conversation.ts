import { createIds } from "../../shared/domain/ids.ts";
import type { Caller } from "../../shared/messaging/caller.ts";
import {
  type CreateDeps,
  type Created,
  createConversation,
} from "../../shared/messaging/create-conversation.ts";
import type { IdempotencyStore } from "../../shared/messaging/message-ports.ts";
import type { Now } from "../../shared/messaging/ports.ts";
import { webchatWith } from "../../shared/messaging/webchat-with.ts";
import { conversationStore } from "../../shared/store/conversations.ts";
import { directory } from "../../shared/store/directory.ts";
import { idempotencyStore } from "../../shared/store/idempotency.ts";
import type { Items } from "../../shared/store/items.ts";
import type { To } from "./endpoint-body.ts";

interface OpenParts extends CreateDeps {
  idempotency: Pick<IdempotencyStore, "find">;
}

export const openPartsOf = (items: Items, now: Now, socketUrl: () => string): OpenParts => ({
  conversations: conversationStore(items),
  idempotency: idempotencyStore(items),
  directory: directory(items),
  ids: createIds(),
  now,
  socketUrl,
});

/** The conversation of a message from one of our accounts; that of a repeated key is the one it opened or found. */
export const openFor =
  (deps: OpenParts) =>
  async (caller: Caller, account_id: string, to: To, key: string | undefined): Promise<Opened> => {
    const { organization_id } = caller;
    const held =
      key === undefined ? undefined : await deps.idempotency.find(organization_id, key, deps.now());
    const earlier = held && (await deps.conversations.get(held.conversation_id));
    if (earlier) return { conversation: earlier };
    const { conversation, document } =
      "phone" in to
        ? await createConversation(deps)(caller, {
            channel: "sms",
            contact: { address: to.phone },
            account_id,
          })
        : await webchatWith(deps)(caller, { account_id, ...to });
    const { visitor_token, socket_url } = document;
    return { conversation, ...(visitor_token !== undefined && { visitor_token, socket_url }) };
  };

/** A web chat that was opened for the message has a token, told this once: with it the contact reads and answers. */
export interface Opened extends Pick<Created, "conversation"> {
  visitor_token?: string | undefined;
  socket_url?: string | undefined;
}
