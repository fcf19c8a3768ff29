import { describe, expect, it } from "vitest";
import type { FetchQueue } from "../../../shared/messaging/fetch-ports.ts";
import type { Embedded } from "../../support/embedded.ts";
import { eachWithBackend } from "./fixture.ts";
import { type Kind, webhooks } from "./incoming-bodies.ts";
import { changingNothing } from "./refused.ts";

const backend = eachWithBackend();
const { deliver, only } = webhooks(backend);

const url = "https://cdn.example.com/a";
const picture = { type: "image", payload: { url } };
const SENT: Record<Kind, object> = {
  whatsapp: { type: "image", image: { id: "900", mime_type: "image/jpeg" } },
  messenger: { attachments: [picture, picture] },
  instagram: { attachments: [picture, picture] },
  sms: { NumMedia: "2", MediaUrl0: url, MediaContentType0: "image/png", MediaUrl1: url },
};
const KINDS = Object.keys(SENT) as Kind[];

/** The same backend, whose queue of files fails until it has been asked so often. */
const failing = (embedded: Embedded, times: number): Embedded => {
  let asked = 0;
  const fetches: FetchQueue = {
    enqueue: async (job) => {
      asked += 1;
      if (asked <= times) throw new Error("The queue is down");
      return embedded.fetches().enqueue(job);
    },
  };
  const parts: Embedded["parts"] = (channel) => ({ ...embedded.parts(channel), fetches: fetches as never });
  return { ...embedded, parts };
};

describe.each(KINDS)("a webhook of %s that brings files", (channel) => {
  const count = channel === "whatsapp" ? 1 : 2;

  it("is answered when each has a job", async () => {
    expect((await deliver(channel, SENT[channel])).status).toBeLessThan(300);
    const { messages, conversation } = await only(channel);
    const wanted = Array.from({ length: count }, (_, index) => ({
      conversation_id: conversation.id,
      message_id: messages[0]!.id,
      index,
      promised_at: "2026-03-01T09:00:00.000Z",
    }));
    expect(backend().wanted()).toEqual(wanted);
  });

  it("and comes again makes no second job, also when the first was worked", async () => {
    await deliver(channel, SENT[channel]);
    await changingNothing(backend(), () => deliver(channel, SENT[channel]));
    backend().database.sql("DELETE FROM jobs").run();
    await changingNothing(backend(), () => deliver(channel, SENT[channel]));
    expect(backend().wanted()).toEqual([]);
  });

  it("is refused while the queue is down, and its jobs are made when it comes again", async () => {
    const down = failing(backend(), 1);
    const { deliver } = webhooks(() => down);
    expect((await deliver(channel, SENT[channel])).status).toBe(500);
    expect((await only(channel)).messages).toHaveLength(1);
    expect((await deliver(channel, SENT[channel])).status).toBeLessThan(300);
    expect((await only(channel)).messages).toHaveLength(1);
    expect(backend().wanted()).toHaveLength(count);
  });
});

it("a webhook without files makes no job and asks nothing of the queue", async () => {
  const down = failing(backend(), 9);
  const { deliver } = webhooks(() => down);
  expect((await deliver("whatsapp", { type: "text", text: { body: "Hi" } })).status).toBe(200);
  expect((await deliver("whatsapp", { type: "image", image: {} }, "m.2")).status).toBe(200);
  expect(backend().wanted()).toEqual([]);
});
