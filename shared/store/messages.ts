import { randomUUID } from "node:crypto";
import type { IncomingMessage, Note, OutgoingMessage } from "../domain/message.ts";
import type { Change, MessageRef, MessageStore, MessageView, Through } from "../messaging/message-ports.ts";
import { withArrivals } from "./arrivals.ts";
import { ABSENT, type Guard, type Item, type Items, PRESENT, type Update, type Write } from "./items.ts";
import { keys } from "./keys.ts";
import { claimable, notCanceled, ownedBy, untouched } from "./message-guards.ts";
import { stateOf, updateFor } from "./message-state.ts";
import { withPages } from "./pages.ts";
import { pauseKeyOf, pauseOf } from "./pauses.ts";
import { pointersTo, writeWith } from "./pointers.ts";

type Kept = { kind: MessageView["kind"]; message: unknown };
type Message = OutgoingMessage | IncomingMessage | Note;

export const messageStore = (items: Items): MessageStore => {
  const put = (kind: MessageView["kind"], message: Message) => items.write(putOf(kind, message));
  const putState = (message: OutgoingMessage) =>
    items.write({
      put: { ...keys.state(message.conversation_id, message.id), ...base(message) },
      if: ABSENT,
    });
  /** Facts may be added twice, so a lost answer is asked for again; what is lost here nobody tells again. */
  const add = (ref: MessageRef, changes: Change[], account?: Through, guard: Guard = {}) => {
    const update = keys.state(ref.conversation_id, ref.message_id);
    const learnt: Update = { update, ...updateFor(changes), if: { ...ownedBy(account), ...guard } };
    return writeWith(items, learnt, pointersTo(ref, changes, account));
  };

  return {
    async addOutgoing(message) {
      await Promise.all([put("outgoing", message), putState(message)]);
    },

    async ensureOutgoing(message) {
      const { conversation_id, id } = message;
      const [kept, state, pause] = await items.read([
        keys.message(conversation_id, id),
        keys.state(conversation_id, id),
        pauseKeyOf(message),
      ]);
      await Promise.all([
        kept ?? put("outgoing", message),
        state ?? putState(message),
        (kept ?? message.stay_archived) ||
          items.write(unarchive(conversation_id, { archived: { equals: true } })),
      ]);
      return { ...stateOf(state, message.parts), pause: pauseOf(pause) };
    },

    async addNote(note) {
      await put("note", note);
    },

    addIncoming: async (message, fromArchive = false) =>
      fromArchive
        ? items.writeAll([putOf("incoming", message), unarchive(message.conversation_id, PRESENT)])
        : (await put("incoming", message)).ok,

    async begin(message, part, attempt, at, learnt = []) {
      const { set, keep, ...more } = updateFor([
        ...learnt,
        { part, fact: "sending", value: { at: at.toISOString() } },
      ]);
      const intent = randomUUID();
      const claim: Update = {
        update: keys.state(message.conversation_id, message.id),
        ...more,
        set: { ...set, [`p${part}_attempt`]: attempt, [`p${part}_intent`]: intent },
        keep: { ...base(message), ...keep },
        if: claimable(part, attempt),
      };
      const ref = { conversation_id: message.conversation_id, message_id: message.id };
      const { organization_id, account_id: id, channel } = message;
      const pointers = pointersTo(ref, learnt, { organization_id, id, channel });
      const written = await writeWith(items, claim, pointers);
      const item = written.ok ? written.item : written.current;
      // A write that is repeated because its answer was lost, here or by the database's client, meets its own
      // intent: it is ours all the same.
      return { began: item?.[`p${part}_intent`] === intent, state: stateOf(item, message.parts) };
    },

    async record(ref, changes, account) {
      const written = await add(ref, changes, account);
      return written.ok ? stateIn(written.item) : undefined;
    },

    async recordUnlessCanceled(ref, part, changes, account) {
      const written = await add(ref, changes, account, notCanceled(part));
      if (written.ok) return { recorded: true, state: stateIn(written.item) };
      const isCanceled = written.current?.[`p${part}_canceled`] !== undefined;
      return isCanceled ? { recorded: false, state: stateIn(written.current) } : undefined;
    },

    async get({ conversation_id, message_id }) {
      const [kept, state] = await items.read([
        keys.message(conversation_id, message_id),
        keys.state(conversation_id, message_id),
      ]);
      return viewOf(kept, state);
    },

    async list(conversationId, { limit, cursor }) {
      const found = await items.list(keys.conversation(conversationId).pk, {
        prefix: "message#",
        newestFirst: true,
        // A message has at most two items, so twice the limit (and one more) always fills the page.
        limit: 2 * limit + 1,
        ...(cursor !== undefined && { after: `message#${cursor}` }),
      });
      const views = found.flatMap((item, index) => {
        if (item.sk.endsWith("#state")) return [];
        const before = found[index - 1];
        return viewOf(item, before?.sk === `${item.sk}#state` ? before : undefined) ?? [];
      });
      const data = views.slice(0, limit);
      const more = views.length > limit || found.length > 2 * limit;
      return { data, next: more ? data.at(-1)?.message.id : undefined };
    },

    async cancel({ conversation_id, message_id }, parts, value) {
      const all = Array.from({ length: parts }, (_, part) => part);
      const written = await items.write({
        update: keys.state(conversation_id, message_id),
        ...updateFor(all.map((part) => ({ part, fact: "canceled", value }))),
        if: Object.assign({ ...PRESENT }, ...all.map(untouched)) as Guard,
      });
      return stateOf(written.ok ? written.item : written.current, parts);
    },
  };
};

const putOf = (kind: MessageView["kind"], message: Message): Write => ({
  put: { ...keys.message(message.conversation_id, message.id), kind, message },
  if: ABSENT,
});

const stateIn = (item: Item | undefined) => stateOf(item, Number(item?.parts));

const unarchive = (conversationId: number, guard: Guard): Update => ({
  update: keys.conversation(conversationId),
  set: { archived: false },
  if: guard,
});

const base = (message: OutgoingMessage) => ({
  organization_id: message.organization_id,
  account_id: message.account_id,
  channel: message.channel,
  parts: message.parts,
});

/** An outgoing message shows only when both its halves are there. */
export const viewOf = (kept: Item | undefined, state: Item | undefined): MessageView | undefined => {
  if (!kept) return undefined;
  const { kind, message } = kept as unknown as Kept;
  if (kind === "incoming") return { kind, message: withArrivals(kept) };
  if (kind === "note") return { kind, message: withPages(kept) };
  if (!state) return undefined;
  const outgoing = message as OutgoingMessage;
  return { kind, message: outgoing, state: stateOf(state, outgoing.parts) };
};

/** A message as it was stored, before anything became of it. */
export const freshView = (kept: Item): MessageView | undefined => viewOf(kept, { pk: "", sk: "" });
