import { join } from "node:path";
import type { Channel } from "../domain/channel.ts";
import { once, onceEach } from "../domain/once.ts";
import type { EventQueue, EventStore, EventTopic } from "../messaging/event-ports.ts";
import type { FollowerQueue } from "../messaging/follower-ports.ts";
import type { Secrets } from "../messaging/ports.ts";
import type { Settings } from "../messaging/settings.ts";
import type { Items } from "../store/items.ts";
import { keptAppSecret } from "./app-secret.ts";
import { type FolderBucket, folderBucket } from "./bucket.ts";
import { Database } from "./database.ts";
import { sqliteEvents } from "./events.ts";
import { type EmbeddedFetchQueue, embeddedFetchQueue } from "./fetch-queue.ts";
import { ITEMS_SCHEMA, sqliteItems } from "./items.ts";
import { type EmbeddedQueue, embeddedQueue, QUEUE_SCHEMA } from "./queue.ts";
import { environmentSecrets } from "./secrets.ts";
import { type Environment, embeddedSettings, readEnvironment } from "./settings.ts";
import { LocalSockets } from "./sockets.ts";

const now = () => new Date();
const env = (): Environment => readEnvironment(process.env);

/** The one-machine backend: everything in one folder, opened by what is called first. */
export const database = once(() => new Database(env().DATA_DIR, ITEMS_SCHEMA + QUEUE_SCHEMA));

export const items: () => Items = once(() => sqliteItems(database()));

export const queue: (channel: Channel) => EmbeddedQueue = onceEach((channel) =>
  embeddedQueue(database(), channel, now),
);

/** Contacts' files that are to be brought into the bucket. */
export const fetchQueue: () => EmbeddedFetchQueue = once(() => embeddedFetchQueue(database(), now));

const appSecret = once(() => env().APP_SECRET ?? keptAppSecret(env().DATA_DIR));

export const settings: () => Settings = once(() => embeddedSettings(env));

export const bucket: () => FolderBucket = once(() =>
  folderBucket({
    name: env().BUCKET_NAME,
    folder: join(env().DATA_DIR, "files"),
    origin: () => settings().publicUrl,
    secret: appSecret,
    now,
  }),
);

export const sockets: () => LocalSockets = once(() => new LocalSockets());

export const secrets: () => Secrets = once(() =>
  environmentSecrets({ ...process.env, APP_SECRET: appSecret() }),
);

export const events: () => EventStore = once(() => sqliteEvents(database()));

/** What carries changes to their events and to programs on AWS: here a change writes its events itself. */
const onAwsOnly = (what: string) => (): never => {
  throw new Error(`On one machine events are written with the change itself; there is no ${what}`);
};
export const eventQueue: () => EventQueue = onAwsOnly("queue of events");
export const eventTopic: () => EventTopic = onAwsOnly("topic of events");
export const followerQueue: () => FollowerQueue = onAwsOnly("queue of followers");
