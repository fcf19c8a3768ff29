import type { Arrival } from "../domain/incoming.ts";
import type { IncomingMessage } from "../domain/message.ts";
import type { ArrivalStore } from "../messaging/fetch-ports.ts";
import type { MessageRef } from "../messaging/message-ports.ts";
import { type Item, type Items, PRESENT } from "./items.ts";
import { keys } from "./keys.ts";

const PROMISED = "files_promised";
const arrivalAt = (index: number): string => `arrival_${index}`;
const keyOf = ({ conversation_id, message_id }: MessageRef) => keys.message(conversation_id, message_id);

/** What became of a message's files stands beside it in its item, an attribute each: the message is never rewritten. */
export const arrivalStore = (items: Items): ArrivalStore => {
  const itemOf = async (ref: MessageRef): Promise<Item | undefined> => (await items.read([keyOf(ref)]))[0];
  return {
    async message(ref) {
      const item = await itemOf(ref);
      return item?.kind === "incoming" ? withArrivals(item) : undefined;
    },
    arePromised: async (ref) => (await itemOf(ref))?.[PROMISED] === true,
    async keepPromised(ref) {
      await items.write({ update: keyOf(ref), set: { [PROMISED]: true }, if: PRESENT });
    },
    async settle(ref, index, arrival) {
      const name = arrivalAt(index);
      const guard = { ...PRESENT, [name]: "absent" } as const;
      return (await items.write({ update: keyOf(ref), set: { [name]: arrival }, if: guard })).ok;
    },
  };
};

/** An incoming message of its item, each file with what became of it. */
export const withArrivals = (item: Item): IncomingMessage => {
  const message = item.message as IncomingMessage;
  const { attachments } = message;
  if (!attachments) return message;
  return {
    ...message,
    attachments: attachments.map((attachment, index) => {
      const arrival = item[arrivalAt(index)] as Arrival | undefined;
      return arrival ? { ...attachment, arrival } : attachment;
    }),
  };
};
