import { randomUUID } from "node:crypto";
import type { AccountKey } from "../domain/account.ts";
import { FACTS } from "../domain/delivery.ts";
import type { IncomingMessage, Note, OutgoingMessage } from "../domain/message.ts";
import type { MessageStore, MessageView } from "../messaging/message-ports.ts";
import { ABSENT, type Guard, type Item, type Items, PRESENT, type Update, type Write } from "./items.ts";
import { keys } from "./keys.ts";
import { stateOf, updateFor } from "./message-state.ts";
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
        kept ?? items.write(unarchive(conversation_id, { archived: { equals: true } })),
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

    async record({ conversation_id, message_id }, changes, account) {
      const learnt: Update = {
        update: keys.state(conversation_id, message_id),
        ...updateFor(changes),
        if: ownedBy(account),
      };
      // Facts may be added twice; what is lost here is an answer that nobody gives again.
      const pointers = pointersTo({ conversation_id, message_id }, changes, account);
      const written = await writeWith(items, learnt, pointers);
      return written.ok ? stateOf(written.item, Number(written.item?.parts)) : undefined;
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

const unarchive = (conversationId: number, guard: Guard): Update => ({
  update: keys.conversation(conversationId),
  set: { archived: false },
  if: guard,
});

const ownedBy = (account: AccountKey | undefined): Guard =>
  account === undefined
    ? PRESENT
    : { account_id: { equals: account.id }, organization_id: { equals: account.organization_id } };

const base = (message: OutgoingMessage) => ({
  organization_id: message.organization_id,
  account_id: message.account_id,
  channel: message.channel,
  parts: message.parts,
});

/** The part is queued, or its last intent is known not to have sent; and nothing was learnt that ends it. */
const claimable = (part: number, attempt: number): Guard => {
  const p = `p${part}_`;
  const counted: Guard =
    attempt === 1
      ? { [`${p}attempt`]: "absent" }
      : { [`${p}attempt`]: { equals: attempt - 1 }, [`${p}closed`]: { equals: attempt - 1 } };
  const ended = FACTS.filter((fact) => fact !== "sending").map((fact) => [p + fact, "absent"]);
  return { ...counted, ...Object.fromEntries(ended) };
};

/** Nothing is known of the part; a claim of it would have left `sending`. */
const untouched = (part: number): Guard =>
  Object.fromEntries(FACTS.map((name) => [`p${part}_${name}`, "absent"]));

/** An outgoing message shows only when both its halves are there. */
export const viewOf = (kept: Item | undefined, state: Item | undefined): MessageView | undefined => {
  if (!kept) return undefined;
  const { kind, message } = kept as unknown as Kept;
  if (kind !== "outgoing") return { kind, message } as MessageView;
  if (!state) return undefined;
  const outgoing = message as OutgoingMessage;
  return { kind, message: outgoing, state: stateOf(state, outgoing.parts) };
};

/** A message as it was stored, before anything became of it. */
export const freshView = (kept: Item): MessageView | undefined => viewOf(kept, { pk: "", sk: "" });
