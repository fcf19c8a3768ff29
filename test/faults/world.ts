import { createHmac } from "node:crypto";
import { createHandler as createSettle } from "../../functions/conversations/settle-unknown.ts";
import { createHandler as createAccept } from "../../functions/whatsapp/conversation-messages-transform-outgoing-whatsapp.ts";
import { createHandler as createDeliver } from "../../functions/whatsapp/deliver-whatsapp.ts";
import { createHandler as createWebhook } from "../../functions/whatsapp/webhook-whatsapp.ts";
import { contextFor } from "../../infra/local/http-event.ts";
import { environmentSecrets } from "../../shared/embedded/secrets.ts";
import type { MessageDocument } from "../../shared/messaging/message-document.ts";
import type { Items } from "../../shared/store/items.ts";
import { type Asked, call } from "../support/calls.ts";
import { AS_SQS, Fifo, type FifoOptions } from "./fifo.ts";
import { Instance, type Rest, type Trouble } from "./instance.ts";
import { noFile, noFiles, SETTINGS } from "./parts.ts";
import { numberOf, organizationOf, SECRETS, START, seedPeople } from "./people.ts";
import { itemsFor } from "./ports.ts";
import { type Heard, Provider } from "./provider.ts";
import { watching } from "./watch.ts";

const ACCEPT = "POST /conversation-messages-transform-outgoing-whatsapp";
const HTTP_TIMEOUT_MS = 29_000;
const DELIVERY_TIMEOUT_MS = 60_000;

/** What the provider reports of one call: `report` is one of Meta's own words. */
export interface Callback {
  heard: Pick<Heard, "handle" | "id" | "conversation">;
  report: "sent" | "delivered" | "read";
  /** Whose account it is said to concern; its conversation's own unless told. */
  organization?: number;
}

/** What an instance did, and the instance, should it have to go on. */
export interface Run<T> {
  instance: Instance;
  rest: Rest<T>;
}

export type Replied = Awaited<ReturnType<typeof call<MessageDocument>>>;

/**
 * A database, a queue and a provider that outlive every instance, a clock that only the test moves, and the real
 * functions of WhatsApp, each made anew for each run as after a restart.
 */
export class World {
  readonly clock = { ms: START };
  readonly now = (): Date => new Date(this.clock.ms);
  readonly fifo: Fifo;
  readonly provider = new Provider(this.now);
  readonly items: Items;
  readonly watch;

  private constructor(items: Items, options: FifoOptions) {
    const watched = watching(items);
    this.items = watched.items;
    this.watch = watched.watch;
    this.fifo = new Fifo(this.now, options);
    this.provider.onBegin = (handle) => this.watch.checkBegun(handle, this.provider.begun.get(handle) ?? 0);
  }

  static async over(items: Items, options: FifoOptions = AS_SQS): Promise<World> {
    const world = new World(items, options);
    await seedPeople(world.items);
    await world.settle();
    return world;
  }

  /** A request as API Gateway hands it on. */
  post(asked: Asked, trouble?: Trouble): Promise<Run<Replied>> {
    return this.#run(trouble, HTTP_TIMEOUT_MS, (instance) => {
      const handler = createAccept({
        items: itemsFor(instance, this.items),
        queue: { enqueue: (job, group) => instance.call("enqueue", async () => this.fifo.add(job, group)) },
        settings: SETTINGS,
        now: this.now,
      });
      return call(handler, ACCEPT, asked);
    });
  }

  /** Takes one job and works it, as the event source of the queue does; undefined: there is none to take. */
  deliver(trouble?: Trouble, skip = 0): Promise<Run<boolean>> | undefined {
    const record = this.fifo.take(skip);
    if (!record) return undefined;
    return this.#run(trouble, DELIVERY_TIMEOUT_MS, async (instance) => {
      await instance.call("receive", async () => {});
      const handler = createDeliver({
        items: itemsFor(instance, this.items),
        queue: {
          enqueue: async () => {},
          changeVisibility: (receipt, seconds) =>
            instance.call("hide", async () => this.fifo.hide(receipt, seconds)),
        },
        bucket: noFiles,
        secrets: environmentSecrets(SECRETS),
        settings: SETTINGS,
        now: this.now,
        lines: this.provider.linesFor(instance),
      });
      const { batchItemFailures } = await handler({ Records: [record] }, this.#contextNow());
      const isDone = batchItemFailures.length === 0;
      if (isDone) await instance.call("ack", async () => this.fifo.done(record.receiptHandle));
      return isDone;
    });
  }

  /** One webhook with any number of reports, signed as Meta signs. */
  report(callbacks: Callback[], trouble?: Trouble): Promise<Run<Replied>> {
    return this.#run(trouble, HTTP_TIMEOUT_MS, async (instance) => {
      const handler = createWebhook({
        items: itemsFor(instance, this.items),
        fetches: { enqueue: noFile },
        secrets: environmentSecrets(SECRETS),
        settings: SETTINGS,
        now: this.now,
      });
      const body = JSON.stringify({
        entry: [{ changes: callbacks.map((one) => changeOf(one, this.now())) }],
      });
      const signature = createHmac("sha256", SECRETS.META_APP_SECRET).update(body).digest("hex");
      const headers = { "x-hub-signature-256": `sha256=${signature}` };
      const answer = await call(handler, "POST /webhooks/whatsapp", { key: null, body, headers });
      return instance.call("answer", async () => answer);
    });
  }

  settle(trouble?: Trouble): Promise<Run<void>> {
    return this.#run(trouble, DELIVERY_TIMEOUT_MS, (instance) =>
      createSettle({ items: itemsFor(instance, this.items), now: this.now })(),
    );
  }

  /** Nobody's time is ever over: what stood still goes on beside whoever took its work. */
  endless = false;

  /** A function's time is over by this world's clock: one that stood still for longer has none left. */
  #contextNow() {
    if (this.endless) return contextFor(DELIVERY_TIMEOUT_MS);
    const until = this.clock.ms + DELIVERY_TIMEOUT_MS;
    return {
      ...contextFor(DELIVERY_TIMEOUT_MS),
      getRemainingTimeInMillis: () => until - this.clock.ms,
    };
  }

  async #run<T>(
    trouble: Trouble | undefined,
    timeoutMs: number,
    work: (instance: Instance) => Promise<T>,
  ): Promise<Run<T>> {
    const instance = new Instance(trouble, () => {
      this.clock.ms += timeoutMs;
    });
    return { instance, rest: await instance.run(() => work(instance)) };
  }
}

const changeOf = ({ heard, report, organization }: Callback, at: Date) => ({
  field: "messages",
  value: {
    metadata: { phone_number_id: numberOf(organization ?? organizationOf(heard.conversation)) },
    statuses: [
      {
        id: heard.id,
        status: report,
        timestamp: String(Math.floor(at.getTime() / 1000)),
        biz_opaque_callback_data: heard.handle,
      },
    ],
  },
});
