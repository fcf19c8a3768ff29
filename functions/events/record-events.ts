// The FIFO queue of events: gives them their places among those of their organization, and tells the subscribers.
import { eventQueue, eventTopic, followerQueue, items } from "#backend";
import type { ConversationParts } from "../../shared/lambda/conversation-parts.ts";
import { groupHandler } from "../../shared/lambda/group-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { reportOutcome } from "../../shared/lambda/report-outcome.ts";
import type { EventQueue, EventTopic } from "../../shared/messaging/event-ports.ts";
import type { FollowerQueue } from "../../shared/messaging/follower-ports.ts";
import { followerStore } from "../../shared/store/followers.ts";
import { unpackEvents } from "../../shared/store/packed-events.ts";
import { recordEvents } from "../../shared/store/record-events.ts";

type Parts = ConversationParts & {
  queue: Pick<EventQueue, "changeVisibility">;
  topic: EventTopic;
  wakes: Pick<FollowerQueue, "wake">;
};

export const createHandler = ({ items: store, queue, topic, wakes, now = () => new Date() }: Parts) => {
  const record = recordEvents(store, now);
  const followers = followerStore(store, now);
  return groupHandler(
    {
      read: unpackEvents,
      async work(events) {
        const placed = await record(events);
        placed.forEach(reportOutcome);
        await topic.publish(placed);
        const { organization_id, seq } = placed.at(-1)!;
        // Read behind the write: whoever follows later reads these events by themselves.
        await wakes.wake(await followers.of(organization_id), String(seq));
      },
    },
    queue,
  );
};

export const handler = live(() =>
  createHandler({ items: items(), queue: eventQueue(), topic: eventTopic(), wakes: followerQueue() }),
);
