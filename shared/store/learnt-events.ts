import type { Event } from "../domain/event.ts";
import type { IncomingMessage } from "../domain/message.ts";
import { attachmentDocuments } from "../messaging/incoming-document.ts";
import { pageDocument } from "../messaging/page-document.ts";
import { withArrivals } from "./arrivals.ts";
import { idOf, type Moment } from "./event-ids.ts";
import type { Item } from "./items.ts";
import { freshView } from "./messages.ts";
import { withPages } from "./pages.ts";

/** What was learnt of a stored message that itself never changes: a file came or will not, a page was resolved. */
export const learnt = (before: Item, after: Item, moment: Moment): Event[] =>
  after.kind === "note" ? pageResolved(before, after, moment) : filesArrived(before, after, moment);

/** A page is resolved once and for good, so which of them are names the event. */
const pageResolved = (before: Item, after: Item, { at }: Moment): Event[] => {
  const { id, conversation_id, organization_id, channel, pages = [] } = withPages(after);
  const resolved = resolvedIn(after);
  if (resolved === resolvedIn(before)) return [];
  return [
    {
      id: idOf("message.page", after, resolved),
      type: "message.page",
      organization_id,
      conversation_id,
      message_id: id,
      ...(channel && { channel }),
      is_note: true,
      is_final: pages.every((page) => page.resolved !== undefined),
      at: at.toISOString(),
      data: { id, conversation_id, pages: pages.map(pageDocument) },
    },
  ];
};

/** Which of a note's pages are resolved: `0,2`. */
const resolvedIn = (item: Item): string =>
  (withPages(item).pages ?? []).flatMap(({ resolved }, place) => (resolved ? [place] : [])).join();

/** What became of a file is known once and for good, so how many are settled names the event. */
const filesArrived = (before: Item, after: Item, { at }: Moment): Event[] => {
  const view = freshView(after);
  if (view?.kind !== "incoming") return [];
  const { id, conversation_id, organization_id } = view.message;
  const settled = arrivalsIn(after);
  if (settled === arrivalsIn(before)) return [];
  return [
    {
      id: idOf("message.attachment", after, settled),
      type: "message.attachment",
      organization_id,
      conversation_id,
      message_id: id,
      is_note: false,
      is_final: isAllHere(view.message),
      at: at.toISOString(),
      data: { id, conversation_id, attachments: attachmentDocuments(view.message) },
    },
  ];
};

/** Whether no file of the message is still on its way. */
export const isAllHere = (message: IncomingMessage): boolean =>
  attachmentDocuments(message).every(({ state }) => state !== "not_fetched");

/** Which of a message's files have come or will never come: `fetched,,failed`. */
const arrivalsIn = (item: Item): string =>
  (withArrivals(item).attachments ?? []).map(({ arrival }) => arrival?.state ?? "").join();
