// The FIFO queue of wakes: sends a member's connection what it has not been sent yet.
import * as z from "zod";
import { events, followerQueue, items, sockets } from "#backend";
import type { ConversationParts } from "../../shared/lambda/conversation-parts.ts";
import { live } from "../../shared/lambda/live.ts";
import { fifoHandler, orAgain } from "../../shared/lambda/queue-handler.ts";
import type { EventStore } from "../../shared/messaging/event-ports.ts";
import type { FollowerQueue } from "../../shared/messaging/follower-ports.ts";
import type { Sockets } from "../../shared/messaging/ports.ts";
import { pushEvents } from "../../shared/messaging/push-events.ts";
import { followerStore } from "../../shared/store/followers.ts";

const Wake = z.object({ connection_id: z.string() });
/** What one frame may take, and the note of how far the connection is. */
const RESERVE_MS = 3_000;

type Parts = ConversationParts & {
  events: EventStore;
  sockets: Sockets;
  queue: Pick<FollowerQueue, "changeVisibility">;
};

export const createHandler = ({ items: store, now = () => new Date(), queue, ...parts }: Parts) => {
  const push = pushEvents({ ...parts, followers: followerStore(store, now) });
  return fifoHandler(
    (record, context) =>
      orAgain(record, async () => {
        const { connection_id } = Wake.parse(JSON.parse(record.body));
        const hasTime = () => context.getRemainingTimeInMillis() > RESERVE_MS;
        return (await push(connection_id, hasTime)) === "more" ? 0 : undefined;
      }),
    queue,
  );
};

export const handler = live(() =>
  createHandler({ items: items(), events: events(), sockets: sockets(), queue: followerQueue() }),
);
