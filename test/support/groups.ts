import { vi } from "vitest";
import { createHandler as createDeadLetters } from "../../functions/dead-letters/dead-letters.ts";
import { createHandler } from "../../functions/whatsapp/deliver-whatsapp.ts";
import { contextFor } from "../../infra/local/http-event.ts";
import { type Status, statusOf } from "../../shared/domain/delivery.ts";
import type { Job } from "../../shared/domain/message.ts";
import type { Consumer, EmbeddedQueue } from "../../shared/embedded/queue.ts";
import { groupOf } from "../../shared/messaging/outgoing-job.ts";
import { createLines, type Lines } from "../../shared/providers/lines.ts";
import { messageStore } from "../../shared/store/messages.ts";
import { jobOf, textPart } from "./delivery.ts";
import { idOf } from "./delivery-queue.ts";
import { type Embedded, startEmbedded } from "./embedded.ts";
import { answer, type RawServer, rawServer } from "./provider-lines.ts";
import { turns } from "./provider-lines-fixture.ts";

/** Message `number` of a conversation; its text is what the provider is sent. */
export const jobIn = (conversation_id: number, number: number, text = `message ${number}`): Job => {
  const job = jobOf([{ ...textPart, payload: { text } }], idOf(number));
  return { ...job, message: { ...job.message, conversation_id } };
};

/**
 * WhatsApp's queue on one machine, worked by its real functions, and a provider that answers all but texts with the
 * word "hang". Timers and the clock are the test's: `pass` moves both,
 * a second at a time.
 */
export const startGroups = async () => {
  const embedded: Embedded = await startEmbedded();
  const provider: RawServer = await rawServer((socket, request, count) => {
    if (request.includes("hang")) return;
    socket.write(answer(JSON.stringify({ messages: [{ id: `wamid.${count}` }] })));
  });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const lines: Lines = createLines(4);
  const queue: EmbeddedQueue = embedded.queue("whatsapp");
  embedded.settings.sandbox = provider.origin;
  const parts = { ...embedded.parts(), queue, lines };
  /** Looking an account's token up fails for the secret of this name. */
  const secrets = {
    get: async (name: string) => {
      if (name === "BROKEN") throw new TypeError("nobody expected this");
      return [];
    },
  };
  const deliver = createHandler({ ...parts, secrets });
  const bury = createDeadLetters(parts);
  const store = messageStore(embedded.items);
  const view = async ({ message }: Job) => {
    const found = await store.get({ conversation_id: message.conversation_id, message_id: message.id });
    return found?.kind === "outgoing" ? found : undefined;
  };
  return {
    embedded,
    queue,
    lines,
    view,
    deliver: ((event) => deliver(event, contextFor(60_000))) as Consumer,
    enqueue: (job: Job) => queue.enqueue(job, groupOf(job)),
    start(consumer: Consumer, after = 1_000) {
      queue.start(consumer, 4, () => {}, { consumer: bury, after });
    },
    /** Texts the provider was sent, in order. */
    sent: () => [...provider.heard.join("").matchAll(/"text":"([^"]*)"/g)].map(([, text]) => text),
    async status(job: Job): Promise<Status | undefined> {
      const found = await view(job);
      return found && statusOf(found.state);
    },
    async pass(ms: number) {
      for (let left = ms; left > 0; left -= 1_000) {
        const step = Math.min(left, 1_000);
        embedded.clock.add(step);
        await vi.advanceTimersByTimeAsync(step);
        await turns();
      }
    },
    async stop() {
      vi.useRealTimers();
      lines.close();
      await queue.stop();
      await provider.stop();
      await embedded.stop();
    },
  };
};

export type Groups = Awaited<ReturnType<typeof startGroups>>;
