import { FACTS, type MessageState, topFact } from "../../shared/domain/delivery.ts";
import { handleOf, partId } from "../../shared/domain/ids.ts";
import type { OutgoingMessage } from "../../shared/domain/message.ts";
import type { Item, Items, Write } from "../../shared/store/items.ts";
import { keyOf } from "../../shared/store/items.ts";
import { stateOf } from "../../shared/store/message-state.ts";

/** Everything the database was made to hold of messages, seen as it is written: nothing is asked of it again. */
export interface Watch {
  messages: Map<string, OutgoingMessage>;
  states: Map<string, MessageState>;
  wrong: string[];
  /** Before the first byte of a part's request its intent must be on record, and nothing that ended it. */
  checkBegun(handle: string, begun: number): void;
}

const ranksOf = (state: MessageState): number[] =>
  state.parts.map((part) => {
    const top = topFact(part);
    return top === undefined ? -1 : FACTS.indexOf(top);
  });

/** Items whose writes are watched: a status that sinks, or a message's text that changes, is noted as wrong. */
export const watching = (items: Items): { items: Items; watch: Watch } => {
  const messages = new Map<string, OutgoingMessage>();
  const states = new Map<string, MessageState>();
  const wrong: string[] = [];

  const sawState = (id: string, item: Item) => {
    const before = states.get(id);
    const state = stateOf(item, Number(item.parts));
    const now = ranksOf(state);
    const sunk = before && ranksOf(before).some((rank, part) => now[part]! < rank);
    if (sunk) wrong.push(`the status of ${id} sank`);
    states.set(id, state);
  };
  const saw = (change: Write, item: Item | undefined) => {
    const { sk } = keyOf(change);
    if (!item || !sk.startsWith("message#")) return;
    const id = sk.slice("message#".length, "message#".length + 26);
    if (sk.endsWith("#state")) return sawState(id, item);
    if (messages.has(id)) wrong.push(`the message ${id} was written twice`);
    messages.set(id, item.message as OutgoingMessage);
  };
  // The answers of two writes of one item may overtake each other on their way, and would be seen in the wrong order.
  const last = new Map<string, Promise<unknown>>();
  const inTurn = <T>(change: Write, act: () => Promise<T>): Promise<T> => {
    const { pk, sk } = keyOf(change);
    const name = `${pk}\n${sk}`;
    const turn = (last.get(name) ?? Promise.resolve()).then(act, act);
    last.set(name, turn);
    return turn;
  };
  const watch: Watch = {
    messages,
    states,
    wrong,
    checkBegun(handle, begun) {
      const [conversation, part = ""] = handle.split(".");
      const state = states.get(part.slice(0, 26))?.parts[Number(part.slice(26))];
      if (!state || state.attempt < begun)
        wrong.push(`request ${begun} of ${handle} had no intent on record`);
      else if (topFact(state) !== "sending")
        wrong.push(`${handle} was sent although it was ${topFact(state)}`);
      if (messages.get(part.slice(0, 26))?.conversation_id !== Number(conversation))
        wrong.push(`${handle} was sent before it was stored`);
    },
  };
  return {
    watch,
    items: {
      ...items,
      write: (change) =>
        inTurn(change, async () => {
          const written = await items.write(change);
          if (written.ok) saw(change, written.item);
          return written;
        }),
    },
  };
};

export const handleFor = (message: OutgoingMessage, part: number): string =>
  handleOf(message.conversation_id, partId(message.id, part));
