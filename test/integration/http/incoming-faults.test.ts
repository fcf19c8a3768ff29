import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { log } from "../../../shared/lambda/log.ts";
import type { Items } from "../../../shared/store/items.ts";
import type { Embedded } from "../../support/embedded.ts";
import { post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { type Kind, webhooks, whatsappChange } from "./incoming-bodies.ts";
import { WROTE } from "./meta.ts";
import { changingNothing } from "./refused.ts";

const backend = eachWithBackend();
const { deliver, deliverMeta, only } = webhooks(backend);
beforeEach(() => void vi.spyOn(log, "error").mockImplementation(() => {}));
afterEach(() => vi.restoreAllMocks());

const FAULTS = ["does nothing", "does it, and its answer is lost"] as const;
/** More calls of the store than any of these webhooks makes. */
const POINTS = 12;
const points = FAULTS.flatMap((fault) =>
  Array.from({ length: POINTS }, (_, index) => ({ fault, nth: index + 1 })),
);

/** Webhooks over a store whose n-th call fails, and so many after it in all: a state is written once more by itself. */
const failing = (fault: (typeof FAULTS)[number], nth: number, times = 1) => {
  const counted = { calls: 0 };
  const wrap =
    <Args extends unknown[], T>(run: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      counted.calls += 1;
      if (counted.calls < nth || counted.calls >= nth + times) return run(...args);
      if (fault === "does it, and its answer is lost") await run(...args);
      throw new Error("the store is away");
    };
  const spoilt = ({ read, write, writeAll, list, listIndex }: Items): Items => ({
    read: wrap(read),
    write: wrap(write),
    writeAll: wrap(writeAll),
    list: wrap(list),
    listIndex: wrap(listIndex),
  });
  const over = (): Embedded => {
    const embedded = backend();
    const parts: Embedded["parts"] = (channel) => ({
      ...embedded.parts(channel),
      items: spoilt(embedded.items),
    });
    return { ...embedded, parts };
  };
  return { counted, ...webhooks(over) };
};

const told = async (type: string, conversationId: number) =>
  (await backend().events.after(1, 0, 1_000)).filter(
    (event) => event.type === type && event.conversation_id === conversationId,
  );

describe.each<Kind>(["whatsapp", "messenger", "instagram", "sms"])(
  "a message from somebody new on %s",
  (channel) => {
    const text = { whatsapp: { type: "text", text: { body: "Hi" } }, sms: { Body: "Hi" } };
    const said = channel === "whatsapp" || channel === "sms" ? text[channel] : { text: "Hi" };
    const kept = async () => {
      const { conversation, messages } = await only(channel);
      const until = channel === "sms" ? null : new Date(WROTE + 86_400_000).toISOString();
      expect(messages.map(({ message_text }) => message_text)).toEqual(["Hi"]);
      expect(conversation.window?.expires_at ?? null).toBe(until);
      expect(await told("message.incoming", conversation.id)).toHaveLength(1);
    };

    it.each(points)(
      "is kept once, though call $nth of the store $fault: 200 is said only then",
      async ({ fault, nth }) => {
        const broken = failing(fault, nth);
        const first = await broken.deliver(channel, said);
        expect(broken.counted.calls).toBeLessThan(POINTS);
        if (first.status >= 500) expect((await deliver(channel, said)).status).toBeLessThan(300);
        await kept();
        await changingNothing(backend(), () => deliver(channel, said));
      },
    );
  },
);

describe("what became of a message on whatsapp", () => {
  it.each(points)(
    "is kept, though call $nth of the store $fault: 200 is said only then",
    async ({ fault, nth }) => {
      const { body } = await post(backend(), "whatsapp", { message_text: "Hello" });
      const status = (name: string) => ({
        id: "wamid.out",
        status: name,
        timestamp: String(WROTE / 1000),
        biz_opaque_callback_data: `${body.conversation_id}.${body.id}0`,
      });
      const change = whatsappChange("messages", { statuses: [status("sent"), status("delivered")] });
      const first = await failing(fault, nth, 2).deliverMeta("whatsapp", change);
      if (first.status >= 500) expect((await deliverMeta("whatsapp", change)).status).toBe(200);
      const statuses = (await told("message.status", body.conversation_id)).map(({ data }) => data.status);
      expect([new Set(statuses).size, statuses.at(-1)]).toEqual([statuses.length, "delivered"]);
      await changingNothing(backend(), () => deliverMeta("whatsapp", change));
    },
  );
});
