import type { WebSocket } from "ws";
import { log } from "../../shared/lambda/log.ts";
import type { EventStore } from "../../shared/messaging/event-ports.ts";

/** As much of a web socket as following needs. */
export interface Reader extends Pick<WebSocket, "readyState" | "OPEN" | "terminate"> {
  send(text: string, sent: (error?: Error | null) => void): void;
}

/** Events read at once; a slow reader holds no more than these in memory. */
const PAGE = 100;

/**
 * Sends an organization's events behind `seen`, one after the other. What it answers is called whenever there may be
 * more: each is read from the store behind the last that was sent, so none is missed and none is sent twice.
 */
export const follow = (events: EventStore, organization: number, seen: number, socket: Reader) => {
  let running = false;
  let more = false;

  const sendAll = async (): Promise<void> => {
    do {
      more = false;
      const page = await events.after(organization, seen, PAGE);
      for (const event of page) {
        await send(socket, { type: "event", event });
        seen = event.seq;
      }
      if (page.length === PAGE) more = true;
    } while (more);
  };

  return (): void => {
    more = true;
    if (running) return;
    running = true;
    sendAll()
      .catch((error) => {
        // The member connects again and goes on behind the last event that came.
        if (socket.readyState === socket.OPEN) log.error({ error }, "events could not be sent to a member");
        socket.terminate();
      })
      .finally(() => {
        running = false;
      });
  };
};

const send = (socket: Reader, frame: unknown): Promise<void> =>
  new Promise((resolve, reject) =>
    socket.send(JSON.stringify(frame), (error) => (error ? reject(error) : resolve())),
  );
