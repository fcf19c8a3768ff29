import { type FetchQueue, fetchJobId } from "../messaging/fetch-ports.ts";
import type { Database } from "./database.ts";
import { type EmbeddedQueue, embeddedQueue } from "./queue.ts";

export type EmbeddedFetchQueue = FetchQueue & Omit<EmbeddedQueue, "enqueue" | "enqueueOnce">;

/** What the queue is called among those of the channels, none of which has this name. */
export const FETCH_QUEUE = "media";

/** The queue of contacts' files: each is a group of its own, so that none waits for another. */
export const embeddedFetchQueue = (database: Database, now: () => Date): EmbeddedFetchQueue => {
  const { enqueue: _, enqueueOnce, ...queue } = embeddedQueue(database, FETCH_QUEUE, now);
  return { ...queue, enqueue: (job) => enqueueOnce(job, fetchJobId(job)) };
};
