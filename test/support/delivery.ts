import type { StoredFile } from "../../shared/domain/attachment.ts";
import { type MessageState, type Outcome, statusOf, statusOfPart } from "../../shared/domain/delivery.ts";
import type { Job } from "../../shared/domain/message.ts";
import { Database } from "../../shared/embedded/database.ts";
import { ITEMS_SCHEMA, sqliteItems } from "../../shared/embedded/items.ts";
import type { Sender } from "../../shared/messaging/channel-ports.ts";
import { type DeliverDeps, deliver, type Run, type Verdict } from "../../shared/messaging/deliver.ts";
import { createPacing } from "../../shared/messaging/pacing.ts";
import type { PauseStore } from "../../shared/messaging/pause-ports.ts";
import { settleUnknown } from "../../shared/messaging/settle.ts";
import { conversationStore } from "../../shared/store/conversations.ts";
import { dueStore } from "../../shared/store/due.ts";
import { fileStore } from "../../shared/store/files.ts";
import { messageStore } from "../../shared/store/messages.ts";
import { pauseStore } from "../../shared/store/pauses.ts";

import { file, START, sentAs } from "./delivery-words.ts";

export * from "./delivery-words.ts";

/** What one call of a part is answered; without a script it is sent. */
export type Script = (part: number, earlierTries: number) => Outcome | Promise<Outcome>;

/**
 * Delivery over the embedded store in memory, with a provider that answers by script, a clock that only the test
 * moves, and a queue that hands the job out again when the verdict (or an error) says so.
 */
export const startDelivery = () => {
  const database = new Database(undefined, ITEMS_SCHEMA);
  const items = sqliteItems(database);
  const clock = { ms: START };
  const now = () => new Date(clock.ms);
  /** Every call that reached the provider, by part. */
  const calls: number[] = [];
  const logged: string[] = [];
  const provider = {
    script: ((part) => sentAs(`wamid.${part}`)) as Script,
    prepare: (async () => {}) as (part: number) => Promise<void>,
    released: 0,
  };
  const sender: Sender = {
    prepare: async (_job, _part, index) => {
      await provider.prepare(index);
      return {
        connect: async () => ({
          release: () => {
            provider.released += 1;
          },
          run: async (earlierTries = 0) => {
            calls.push(index);
            return provider.script(index, earlierTries);
          },
        }),
      };
    },
  };
  const bucket: DeliverDeps["bucket"] = {
    head: async () => undefined,
    start: async () => new Uint8Array(),
  };
  const deps: DeliverDeps & { pauses: PauseStore } = {
    messages: messageStore(items),
    conversations: conversationStore(items),
    files: fileStore(items),
    pauses: pauseStore(items),
    pacing: createPacing(undefined, now),
    random: () => 0,
    due: dueStore(items),
    bucket,
    sender,
    now,
    checkFile: () => [],
    log: {
      info: () => {},
      warn: (_fields, sentence) => void logged.push(sentence),
      error: (_fields, sentence) => void logged.push(sentence),
    },
  };
  const watchdog = settleUnknown({ due: dueStore(items), messages: messageStore(items), now });
  const read = async (job: Job): Promise<MessageState> => {
    const ref = { conversation_id: job.message.conversation_id, message_id: job.message.id };
    const view = await messageStore(items).get(ref);
    if (view?.kind !== "outgoing") throw new Error("The message is not stored");
    return view.state;
  };
  const run = (receives = 1, timeLeft = () => 60_000): Run => ({ receives, timeLeft });
  return {
    items,
    clock,
    calls,
    logged,
    provider,
    bucket,
    deps,
    read,
    run,
    deliver: (job: Job, taken: Run = run()): Promise<Verdict> => deliver(deps)(job, taken),
    /** How many messages the watchdog ended in one go. */
    settle: async (): Promise<number> => (await watchdog()).ended,
    async statuses(job: Job) {
      const state = await read(job);
      return { message: statusOf(state), parts: state.parts.map(statusOfPart) };
    },
    addFile: (state: Partial<StoredFile> = {}) =>
      fileStore(items).add({
        ...file,
        organization_id: 7,
        conversation_id: 42,
        state: "signed",
        created_at: new Date(START).toISOString(),
        ...state,
      }),
    /** Hands the job out until it is done, moving the clock as the queue would; the seconds waited between. */
    async drain(job: Job, most = 100): Promise<number[]> {
      const waits: number[] = [];
      for (let receives = 1; receives <= most; receives += 1) {
        const verdict = await deliver(deps)(job, run(receives)).catch(() => ({ later: 1 }));
        if ("done" in verdict) return waits;
        waits.push(verdict.later);
        clock.ms += verdict.later * 1000;
      }
      throw new Error(`The job was handed out ${most} times and is not done`);
    },
    close: () => database.close(),
  };
};

export type DeliveryFixture = ReturnType<typeof startDelivery>;
