// Every minute (every second on one machine): ends what stayed unknown for two minutes.
import { items } from "#backend";
import type { ConversationParts } from "../../shared/lambda/conversation-parts.ts";
import { live } from "../../shared/lambda/live.ts";
import { log } from "../../shared/lambda/log.ts";
import { AT_ONCE, settleUnknown } from "../../shared/messaging/settle.ts";
import { dueStore } from "../../shared/store/due.ts";
import { messageStore } from "../../shared/store/messages.ts";

export const createHandler = ({ items: store, now = () => new Date() }: ConversationParts) => {
  const settle = settleUnknown({ due: dueStore(store), messages: messageStore(store), now });
  return async (): Promise<void> => {
    let settled = 0;
    let batch: number;
    do {
      batch = await settle();
      settled += batch;
    } while (batch === AT_ONCE);
    if (settled > 0) log.warn({ settled }, "outcomes stayed unknown");
  };
};

export const handler = live(() => createHandler({ items: items() }));
