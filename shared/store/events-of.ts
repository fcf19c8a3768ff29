import { Channel } from "../domain/channel.ts";
import { isSettled, type PartState, statusOfPart, topFact } from "../domain/delivery.ts";
import type { Event } from "../domain/event.ts";
import { readMessageId } from "../domain/ids.ts";
import { conversationDocument } from "../messaging/conversation-document.ts";
import { documentOf, statusDocument } from "../messaging/message-document.ts";
import type { MessageView } from "../messaging/message-ports.ts";
import { conversationOf } from "./conversation-item.ts";
import { idOf, type Moment } from "./event-ids.ts";
import type { Item } from "./items.ts";
import { isAllHere, learnt } from "./learnt-events.ts";
import { stateOf } from "./message-state.ts";
import { freshView } from "./messages.ts";

const CONVERSATION = "conversation#";
const MESSAGE = "message#";
const STATE = "#state";

/**
 * What one change of one item means to its organization: nothing, or one event. Items it does not know mean nothing.
 * A message is created once and a part's status only rises, so what became of them names their events for good; a
 * conversation may change and change back, and there the write itself must tell one change from the next.
 */
export const eventsOf = (before: Item | undefined, after: Item | undefined, moment: Moment): Event[] => {
  if (!after?.pk.startsWith(CONVERSATION)) return [];
  if (after.sk === "conversation") return conversationUpdated(before, after, moment);
  if (!after.sk.startsWith(MESSAGE)) return [];
  const name = after.sk.slice(MESSAGE.length);
  if (name.endsWith(STATE)) return statusChanged(before, after, name.slice(0, -STATE.length), moment);
  if (!readMessageId(name)) return [];
  return before ? learnt(before, after, moment) : created(after, moment);
};

const created = (after: Item, { at }: Moment): Event[] => {
  const view = freshView(after);
  if (!view) return [];
  const { message } = view;
  return [
    {
      id: idOf(TYPES[view.kind], after),
      type: TYPES[view.kind],
      organization_id: message.organization_id,
      conversation_id: message.conversation_id,
      message_id: message.id,
      ...channelOf(message.channel),
      is_note: view.kind === "note",
      is_final: view.kind === "note" || (view.kind === "incoming" && isAllHere(view.message)),
      at: at.toISOString(),
      data: { ...documentOf(view) },
    },
  ];
};

const TYPES: Record<MessageView["kind"], Event["type"]> = {
  outgoing: "message.created",
  note: "message.created",
  incoming: "message.incoming",
};

const statusChanged = (before: Item | undefined, after: Item, id: string, { at }: Moment): Event[] => {
  const count = Number(after.parts);
  const state = stateOf(after, count);
  const statuses = state.parts.map(statusOfPart).join();
  if (statuses === stateOf(before, count).parts.map(statusOfPart).join()) return [];
  const conversation_id = conversationIdOf(after);
  return [
    {
      id: idOf("message.status", after, statuses),
      type: "message.status",
      organization_id: Number(after.organization_id),
      conversation_id,
      message_id: id,
      ...channelOf(after.channel),
      is_note: false,
      is_final: state.parts.every(isFinal),
      at: at.toISOString(),
      data: { id, conversation_id, ...statusDocument(id, state) },
    },
  ];
};

/** An unknown outcome is not: it is settled after its time, by us. */
const isFinal = (part: PartState): boolean => isSettled(part) && topFact(part) !== "unknown";

const conversationUpdated = (before: Item | undefined, after: Item, { at, write }: Moment): Event[] => {
  const shown = documentIn(after, at);
  const earlier = before && JSON.stringify(documentIn(before, at));
  if (earlier === JSON.stringify(shown)) return [];
  return [
    {
      id: idOf("conversation.updated", after, write),
      type: "conversation.updated",
      organization_id: shown.organization_id,
      conversation_id: shown.id,
      ...channelOf(shown.channel),
      is_note: false,
      is_final: true,
      at: at.toISOString(),
      data: shown,
    },
  ];
};

const documentIn = (item: Item, at: Date) => conversationDocument(conversationOf(item)!, at);

const channelOf = (channel: unknown): { channel?: Channel } => {
  const known = Channel.safeParse(channel);
  return known.success ? { channel: known.data } : {};
};

const conversationIdOf = ({ pk }: Item): number => Number(pk.slice(CONVERSATION.length));
