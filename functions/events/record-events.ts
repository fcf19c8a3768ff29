// The FIFO queue of events: gives each its place among those of its organization.
import { eventQueue, items } from "#backend";
import { Event } from "../../shared/domain/event.ts";
import type { ConversationParts } from "../../shared/lambda/conversation-parts.ts";
import { live } from "../../shared/lambda/live.ts";
import { fifoHandler, orAgain } from "../../shared/lambda/queue-handler.ts";
import { reportOutcome } from "../../shared/lambda/report-outcome.ts";
import type { EventQueue } from "../../shared/messaging/event-ports.ts";
import { recordEvent } from "../../shared/store/events.ts";

type Parts = ConversationParts & { queue: Pick<EventQueue, "changeVisibility"> };

export const createHandler = ({ items: store, queue, now = () => new Date() }: Parts) => {
  const record = recordEvent(store, now);
  return fifoHandler(
    (taken) =>
      orAgain(taken, async () => {
        reportOutcome(await record(Event.parse(JSON.parse(taken.body))));
        return undefined;
      }),
    queue,
  );
};

export const handler = live(() => createHandler({ items: items(), queue: eventQueue() }));
