// The FIFO queue of events: gives them their places among those of their organization, and tells the subscribers.
import { eventQueue, eventTopic, items } from "#backend";
import type { ConversationParts } from "../../shared/lambda/conversation-parts.ts";
import { groupHandler } from "../../shared/lambda/group-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { reportOutcome } from "../../shared/lambda/report-outcome.ts";
import type { EventQueue, EventTopic } from "../../shared/messaging/event-ports.ts";
import { unpackEvents } from "../../shared/store/packed-events.ts";
import { recordEvents } from "../../shared/store/record-events.ts";

type Parts = ConversationParts & {
  queue: Pick<EventQueue, "changeVisibility">;
  topic: EventTopic;
};

export const createHandler = ({ items: store, queue, topic, now = () => new Date() }: Parts) => {
  const record = recordEvents(store, now);
  return groupHandler(
    {
      read: unpackEvents,
      async work(events) {
        const placed = await record(events);
        placed.forEach(reportOutcome);
        await topic.publish(placed);
      },
    },
    queue,
  );
};

export const handler = live(() =>
  createHandler({ items: items(), queue: eventQueue(), topic: eventTopic() }),
);
