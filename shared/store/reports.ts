import type { PartRef, Reported, ReportStore, Times } from "../messaging/report-ports.ts";
import { type Item, type Items, PRESENT } from "./items.ts";
import { keys } from "./keys.ts";
import { isNameable } from "./pointers.ts";

/** Reports of what is not ours come under ids that nobody will ever note. */
const KEPT_DAYS = 7;
const DAY_MS = 86_400_000;

/** What providers report by their own ids and by watermarks; `pointersTo` writes where the ids lead. */
export const reportStore = (items: Items, now: () => Date): ReportStore => ({
  async partOrKeep(account, id, fact, at) {
    if (!isNameable(id)) return undefined;
    const ttl = Math.ceil((now().getTime() + KEPT_DAYS * DAY_MS) / 1000);
    const written = await items.write({
      update: keys.providerMessage(account, id),
      keep: { [fact]: at, ttl },
      if: { conversation_id: "absent" },
    });
    return written.ok ? undefined : partOf(written.current);
  },

  async partOf(account, id) {
    if (!isNameable(id)) return undefined;
    const [pointer] = await items.read([keys.providerMessage(account, id)]);
    return pointer?.conversation_id === undefined ? undefined : partOf(pointer);
  },

  async earlier(account, id, conversationId) {
    const named = id !== undefined && isNameable(id) ? [keys.providerMessage(account, id)] : [];
    const [conversation, pointer] = await items.read([keys.conversation(conversationId), ...named]);
    return { named: timesOf(pointer, ""), watermarks: timesOf(conversation, "_watermark") };
  },

  async raise(conversationId, fact, watermark) {
    const name = `${fact}_watermark`;
    await items.write({
      update: keys.conversation(conversationId),
      set: { [name]: watermark },
      if: { ...PRESENT, [name]: { below: watermark } },
    });
  },
});

const partOf = (item: Item | undefined): PartRef | undefined =>
  item && {
    conversation_id: Number(item.conversation_id),
    message_id: String(item.message_id),
    part: Number(item.part),
  };

const timesOf = (item: Item | undefined, suffix: string): Times => {
  const time = (fact: Reported): Times => {
    const at = item?.[fact + suffix];
    return at === undefined ? {} : { [fact]: String(at) };
  };
  return { ...time("delivered"), ...time("read") };
};
