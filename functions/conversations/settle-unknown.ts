// Every minute (every second on one machine): ends what stayed unknown for two minutes, and what was lost for a day.
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
    let ended = 0;
    let batch: { due: number; ended: number };
    do {
      batch = await settle();
      ended += batch.ended;
    } while (batch.due === AT_ONCE);
    if (ended > 0) log.warn({ ended }, "outcomes stayed unknown");
  };
};

export const handler = live(() => createHandler({ items: items() }));
