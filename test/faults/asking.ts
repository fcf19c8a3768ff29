import { beforeEach } from "vitest";
import { createHandler as createResend } from "../../functions/conversations/resend-message.ts";
import type { Items } from "../../shared/store/items.ts";
import { type Asked, call } from "../support/calls.ts";
import type { Trouble } from "./instance.ts";
import { SETTINGS } from "./parts.ts";
import { keyOf } from "./people.ts";
import { drain } from "./recover.ts";
import { type Replied, World } from "./world.ts";

export interface Said {
  text?: string;
  /** Other fields of the body, or other values of these. */
  more?: Record<string, unknown>;
  trouble?: Trouble;
  organization?: number;
}

/** For each test: a new world, and requests to it that bear a key. */
export const asking = (open: () => Promise<Items>) => {
  let world: World;
  beforeEach(async () => {
    world = await World.over(await open());
  });
  const askedWith = (key: string | undefined, { text = "Hello", more, organization = 1 }: Said): Asked => ({
    key: keyOf(organization),
    body: { conversation_id: 11, message_text: text, ...more },
    ...(key !== undefined && { headers: { "idempotency-key": key } }),
  });
  return {
    world: () => world,
    run: (key: string | undefined, said: Said = {}) => world.post(askedWith(key, said), said.trouble),
    async ask(key: string | undefined, said: Said = {}): Promise<Replied> {
      const { rest } = await this.run(key, said);
      if (!("done" in rest)) throw new Error("Nothing was answered");
      return rest.done;
    },
    async resend(message: Replied["body"], key: string): Promise<Replied> {
      const enqueue = async (...job: Parameters<World["fifo"]["add"]>) => world.fifo.add(...job);
      const handler = createResend({
        items: world.items,
        queueOf: () => ({ enqueue }),
        settings: SETTINGS,
        now: world.now,
      });
      const params = { id: String(message.conversation_id), message_id: message.id };
      const route = "POST /conversations/{id}/messages/{message_id}/resend";
      return call(handler, route, { params, key: keyOf(1), headers: { "idempotency-key": key } });
    },
    drain: () => drain(world),
    /** Messages stored, and calls the provider was made. */
    made: () => [world.watch.messages.size, world.provider.heard.length],
    /** Messages stored, and jobs that wait. */
    promised: () => [world.watch.messages.size, world.fifo.size],
  };
};
