// The stream of the table: what changed becomes events, on the one queue where they get their places.
import { eventQueue } from "#backend";
import { live } from "../../shared/lambda/live.ts";
import { streamHandler } from "../../shared/lambda/stream-handler.ts";
import type { EventQueue } from "../../shared/messaging/event-ports.ts";
import { eventsOf } from "../../shared/store/events-of.ts";

export const createHandler = ({ queue }: { queue: Pick<EventQueue, "send"> }) =>
  streamHandler(eventsOf, queue.send);

export const handler = live(() => createHandler({ queue: eventQueue() }));
