import type { SQSRecord } from "aws-lambda";
import { createHandler as createSocket } from "../../functions/events/members-socket.ts";
import { createHandler as createPush } from "../../functions/events/push-events.ts";
import { createHandler as createRecord } from "../../functions/events/record-events.ts";
import { contextFor } from "../../infra/local/http-event.ts";
import type { Event, SequencedEvent } from "../../shared/domain/event.ts";
import { Database } from "../../shared/embedded/database.ts";
import { ITEMS_SCHEMA, sqliteItems } from "../../shared/embedded/items.ts";
import type { SocketEvent } from "../../shared/lambda/socket-handler.ts";
import { hashKey } from "../../shared/messaging/caller.ts";
import { directory } from "../../shared/store/directory.ts";
import { eventStore } from "../../shared/store/events.ts";
import { followerStore } from "../../shared/store/followers.ts";
import type { Items } from "../../shared/store/items.ts";
import { entryOf } from "./events.ts";

export interface Frame {
  type: string;
  code?: number;
  event?: SequencedEvent;
}

/** API Gateway's side: what each connection was posted, which are gone, and which take nothing just now. */
const connections = () => {
  const frames = new Map<string, Frame[]>();
  const gone = new Set<string>();
  const busy = new Set<string>();
  const closed: string[] = [];
  return {
    frames,
    gone,
    busy,
    closed,
    post: async (id: string, frame: unknown) => {
      if (busy.has(id)) throw new Error("LimitExceededException");
      if (gone.has(id)) return false;
      frames.set(id, [...(frames.get(id) ?? []), JSON.parse(JSON.stringify(frame)) as Frame]);
      return true;
    },
    close: async (id: string) => {
      closed.push(id);
    },
  };
};

export const keyOf = (organization: number) => `key-of-${organization}`;

/** The members' socket as on AWS: its three functions over one database, and a queue that the test works off. */
export const membersWorld = async (wrap: (items: Items) => Items = (items) => items) => {
  const plain = sqliteItems(new Database(undefined, ITEMS_SCHEMA));
  const items = wrap(plain);
  for (const organization_id of [1, 2]) {
    const holder = { organization_id, member_id: "m", kind: "person" as const };
    await directory(plain).addKey(hashKey(keyOf(organization_id)), holder);
  }
  const sockets = connections();
  const waiting: { id: string; reason: string }[] = [];
  const wakes = {
    wake: async (ids: string[], reason: string) => {
      waiting.push(...ids.map((id) => ({ id, reason })));
    },
  };
  const hidden: number[] = [];
  const queue = {
    changeVisibility: async (_: string, seconds: number) => {
      hidden.push(seconds);
    },
  };
  const socket = createSocket({ items, wakes, sockets });
  const push = createPush({ items, events: eventStore(items), sockets, queue });
  const record = createRecord({ items, queue, wakes, topic: { publish: async () => {} } });

  const frame = (id: string, eventType: string, body?: string) =>
    socket({
      requestContext: { connectionId: id, eventType, requestId: "1" },
      ...(body !== undefined && { body }),
    } as unknown as SocketEvent);
  const say = (id: string, said: unknown) =>
    frame(id, "MESSAGE", typeof said === "string" ? said : JSON.stringify(said));

  /** Lambda's poller: each wake that waits, once, with so much time; what fails waits again. */
  const drain = async (milliseconds = 60_000): Promise<void> => {
    for (let round = waiting.length; waiting.length > 0 && round > 0; round -= 1) {
      const wake = waiting.shift()!;
      const entry = { connection_id: wake.id };
      const { batchItemFailures } = await push(
        { Records: [recordOf(entry, wake.id)] },
        contextFor(milliseconds),
      );
      if (batchItemFailures.length > 0) waiting.push(wake);
    }
  };

  return {
    sockets,
    waiting,
    hidden,
    items: plain,
    followers: followerStore(plain, () => new Date()),
    connect: (id: string) => frame(id, "CONNECT"),
    disconnect: (id: string) => frame(id, "DISCONNECT"),
    say,
    drain,
    happen: async (...events: Event[]) => {
      const { batchItemFailures } = await record({ Records: [entryOf(events)] }, contextFor(10_000));
      if (batchItemFailures.length > 0) throw new Error("Not recorded");
    },
    follow: async (id: string, organization: number, after_seq: number) => {
      await frame(id, "CONNECT");
      await say(id, { type: "auth", key: keyOf(organization) });
      await say(id, { type: "catch_up", after_seq });
    },
    /** The places of the events a connection was sent. */
    seqs: (id: string) => (sockets.frames.get(id) ?? []).flatMap(({ event }) => event?.seq ?? []),
  };
};

const recordOf = (entry: unknown, group: string): SQSRecord =>
  ({
    messageId: group,
    receiptHandle: group,
    body: JSON.stringify(entry),
    attributes: { MessageGroupId: group, ApproximateReceiveCount: "1" },
  }) as unknown as SQSRecord;
