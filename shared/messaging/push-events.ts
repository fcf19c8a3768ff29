import { fitting } from "../domain/event-size.ts";
import type { EventStore } from "./event-ports.ts";
import type { FollowerStore } from "./follower-ports.ts";
import type { Sockets } from "./ports.ts";

export interface PushDeps {
  followers: Pick<FollowerStore, "get" | "moved" | "remove">;
  events: EventStore;
  sockets: Sockets;
}

/** Events read at once. */
const PAGE = 25;
/** 128 KB with the frame around it: docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html */
const FRAME_MAX_BYTES = 128 * 1024 - 64;

/**
 * Sends a connection every event behind the last it was sent, one after the other. Whoever wakes it does so after the
 * event is stored, and wakes of one connection are worked one by one: so none is missed, and none overtakes another.
 * After a crash some are sent again. "more": its time was over.
 */
export const pushEvents =
  ({ followers, events, sockets }: PushDeps) =>
  async (connectionId: string, hasTime: () => boolean): Promise<"done" | "more"> => {
    const follower = await followers.get(connectionId);
    if (follower?.sent === undefined) return "done";
    let { sent } = follower;
    try {
      for (;;) {
        const page = await events.after(follower.organization_id, sent, PAGE);
        for (const event of page) {
          if (!hasTime()) return "more";
          const frame = { type: "event", event: fitting(event, FRAME_MAX_BYTES) };
          if (!(await sockets.post(connectionId, frame))) {
            await followers.remove(connectionId);
            return "done";
          }
          sent = event.seq;
        }
        if (page.length < PAGE) return "done";
      }
    } finally {
      if (sent > follower.sent) await followers.moved(connectionId, sent);
    }
  };
