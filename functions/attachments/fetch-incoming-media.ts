// The FIFO queue of contacts' files: each is brought from its provider into the bucket.
import { bucket, fetchQueue, items, secrets, settings } from "#backend";
import { live } from "../../shared/lambda/live.ts";
import { log } from "../../shared/lambda/log.ts";
import { fifoHandler, orAgain } from "../../shared/lambda/queue-handler.ts";
import { fetchIncoming } from "../../shared/messaging/fetch-incoming.ts";
import { FetchJob } from "../../shared/messaging/fetch-ports.ts";
import type { Bucket } from "../../shared/messaging/file-ports.ts";
import type { Now, Secrets } from "../../shared/messaging/ports.ts";
import type { Settings } from "../../shared/messaging/settings.ts";
import { arrivalStore } from "../../shared/store/arrivals.ts";
import { directory } from "../../shared/store/directory.ts";
import { fileStore } from "../../shared/store/files.ts";
import type { Items } from "../../shared/store/items.ts";
import { readMedia } from "./media-ways.ts";

interface Parts {
  items: Items;
  bucket: Bucket;
  secrets: Secrets;
  settings: Settings;
  fetches: { changeVisibility(receipt: string, seconds: number): Promise<void> };
  now?: Now;
}

export const createHandler = (parts: Parts) => {
  const { items: store, bucket: objects, now = () => new Date() } = parts;
  const stores = { arrivals: arrivalStore(store), directory: directory(store), files: fileStore(store) };
  const fetch = fetchIncoming({ ...stores, bucket: objects, read: readMedia(parts), now, log });
  return fifoHandler(
    (taken, context) =>
      orAgain(taken, async (receives) => {
        const run = { receives, timeLeft: () => context.getRemainingTimeInMillis() };
        const verdict = await fetch(FetchJob.parse(JSON.parse(taken.body)), run);
        return "done" in verdict ? undefined : verdict.later;
      }),
    parts.fetches,
  );
};

export const handler = live(() => {
  const parts = { items: items(), bucket: bucket(), secrets: secrets(), settings: settings() };
  return createHandler({ ...parts, fetches: fetchQueue() });
});
