import { expect, it } from "vitest";
import { conversationStore } from "../../shared/store/conversations.ts";
import type { Items } from "../../shared/store/items.ts";
import { messageStore } from "../../shared/store/messages.ts";
import { onBothDatabases } from "./backends.ts";
import { conversationOf, incomingOf, messageOf, nextWhole } from "./store-fixtures.ts";

/** Counts how often one waits for the database: calls that are begun together are one wait. */
const counting = (items: Items): { items: Items; waits(): number } => {
  let waits = 0;
  let open = 0;
  const counted =
    <Args extends unknown[], T>(run: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      if (open === 0) waits += 1;
      open += 1;
      return run(...args).finally(() => {
        open -= 1;
      });
    };
  const { read, write, writeAll, list, listIndex } = items;
  return {
    items: {
      read: counted(read),
      write: counted(write),
      writeAll: counted(writeAll),
      list: counted(list),
      listIndex: counted(listIndex),
    },
    waits: () => waits,
  };
};

onBothDatabases("an archived conversation", (items) => {
  const store = () => conversationStore(items());
  const archived = async () => {
    const one = conversationOf(nextWhole(), { archived: true });
    await store().add(one);
    return one.id;
  };
  const isArchived = async (id: number) => (await store().get(id))?.archived;

  it("comes back in the very write that keeps an incoming message, and in no other", async () => {
    const id = await archived();
    const message = incomingOf(id);
    const counted = counting(items());
    expect(await messageStore(counted.items).addIncoming(message, true)).toBe(true);
    expect(counted.waits()).toBe(1);
    expect(await isArchived(id)).toBe(false);
    await store().archive(id, true);
    expect(await messageStore(items()).addIncoming(message, true)).toBe(false);
    expect(await isArchived(id)).toBe(true);
    expect(await messageStore(items()).get({ conversation_id: id, message_id: message.id })).toMatchObject({
      message,
    });
  });

  it("comes back when the worker stores what accept could not, without another wait", async () => {
    const id = await archived();
    const message = messageOf(id);
    const counted = counting(items());
    await messageStore(counted.items).ensureOutgoing(message);
    expect(counted.waits()).toBe(2);
    expect(await isArchived(id)).toBe(false);
  });

  it("stays archived when the worker takes up again what was stored before", async () => {
    const id = await archived();
    const message = messageOf(id);
    await messageStore(items()).addOutgoing(message);
    await messageStore(items()).ensureOutgoing(message);
    expect(await isArchived(id)).toBe(true);
  });

  it("is not made out of a message to one that is not there", async () => {
    const message = messageOf(nextWhole());
    await messageStore(items()).ensureOutgoing(message);
    expect(await store().get(message.conversation_id)).toBeUndefined();
  });
});
