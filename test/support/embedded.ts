import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEMO_SECRETS, demoContactsWrite, seedDemo } from "../../infra/local/demo.ts";
import type { Channel } from "../../shared/domain/channel.ts";
import { Job } from "../../shared/domain/message.ts";
import { folderBucket } from "../../shared/embedded/bucket.ts";
import { Database } from "../../shared/embedded/database.ts";
import { sqliteEvents } from "../../shared/embedded/events.ts";
import { embeddedFetchQueue, FETCH_QUEUE } from "../../shared/embedded/fetch-queue.ts";
import { ITEMS_SCHEMA, sqliteItems } from "../../shared/embedded/items.ts";
import { embeddedQueue, QUEUE_SCHEMA } from "../../shared/embedded/queue.ts";
import { environmentSecrets } from "../../shared/embedded/secrets.ts";
import { LocalSockets } from "../../shared/embedded/sockets.ts";
import { receiveDeps } from "../../shared/lambda/compose.ts";
import { FetchJob } from "../../shared/messaging/fetch-ports.ts";
import { SECRETS, type Settings } from "../../shared/messaging/settings.ts";
import { conversationStore } from "../../shared/store/conversations.ts";
import { directory } from "../../shared/store/directory.ts";
import type { Item } from "../../shared/store/items.ts";
import { asStrictAsDynamoDb } from "./strict-items.ts";

/** Where every fixture's clock begins. */
export const START = new Date("2026-03-01T09:00:00.000Z");
export const BUCKET = "outgoing-files";
/** What our links are signed with. */
export const APP_SECRET = "an app secret of tests";

export interface Clock {
  now: Date;
  /** Moves on by so many milliseconds. */
  add(ms: number): void;
}

const clockAt = (start: Date): Clock => ({
  now: start,
  add(ms) {
    this.now = new Date(this.now.getTime() + ms);
  },
});

/** What the environment would decide; a test may set `publicUrl` and `sandbox` once its servers listen. */
const settingsOf = (): { -readonly [name in keyof Settings]: Settings[name] } => ({
  publicUrl: "https://api.example.com",
  socketUrl: "wss://api.example.com/webchat",
  bucketName: BUCKET,
  providerOverrides: {},
  graphVersion: "v25.0",
  sandbox: undefined,
  secretNames: SECRETS,
});

/**
 * The one-machine backend in memory, its files in a new folder, at `START` until `clock` is moved, with the demo
 * organization of `infra/local/demo.ts` whose contacts have just written.
 */
export const startEmbedded = async () => {
  const database = new Database(undefined, ITEMS_SCHEMA + QUEUE_SCHEMA);
  const folder = await mkdtemp(join(tmpdir(), "embedded-"));
  const clock = clockAt(START);
  const now = () => clock.now;
  const settings = settingsOf();
  const items = asStrictAsDynamoDb(sqliteItems(database, now));
  const events = sqliteEvents(database);
  const bucket = folderBucket({
    name: BUCKET,
    folder,
    origin: () => settings.publicUrl,
    secret: () => APP_SECRET,
    now,
  });
  const secrets = environmentSecrets({ ...DEMO_SECRETS, APP_SECRET });
  const sockets = new LocalSockets();
  await seedDemo({ directory: directory(items), conversations: conversationStore(items) }, clock.now);
  await demoContactsWrite(receiveDeps(items, now));
  /** Another queue on the same table, as after a restart: memory holds no jobs. */
  const queue = (channel: Channel) => embeddedQueue(database, channel, now);
  const fetches = () => embeddedFetchQueue(database, now);
  return {
    database,
    clock,
    settings,
    items,
    events,
    bucket,
    sockets,
    queue,
    fetches,
    /** Whatever any entry file's `createHandler` is made of. */
    parts: (channel: Channel = "whatsapp") => ({
      items,
      events,
      bucket,
      secrets,
      settings,
      sockets,
      now,
      queue: queue(channel),
      queueOf: queue,
      fetches: fetches(),
    }),
    /** Everything stored, in the order of its keys. */
    stored: (): Item[] =>
      database
        .sql("SELECT body FROM items ORDER BY pk, sk")
        .all()
        .map((row) => JSON.parse(String(row.body)) as Item),
    /** What waits in the channels' queues, oldest first. */
    jobs: (): { queue: string; group: string; job: Job }[] =>
      database
        .sql("SELECT queue, grp, body FROM jobs WHERE queue <> ? ORDER BY id")
        .all(FETCH_QUEUE)
        .map(({ queue, grp, body }) => ({
          queue: String(queue),
          group: String(grp),
          job: Job.parse(JSON.parse(String(body))),
        })),
    /** Which files of contacts are still to be brought in, oldest first. */
    wanted: (): FetchJob[] =>
      database
        .sql("SELECT body FROM jobs WHERE queue = ? ORDER BY id")
        .all(FETCH_QUEUE)
        .map(({ body }) => FetchJob.parse(JSON.parse(String(body)))),
    async stop() {
      database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

export type Embedded = Awaited<ReturnType<typeof startEmbedded>>;
