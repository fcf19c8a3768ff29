import { afterEach, describe, expect, it, vi } from "vitest";
import { createHandler as createWebhook } from "../../../functions/messenger/webhook-messenger.ts";
import { DEMO, DEMO_SECRETS } from "../../../infra/local/demo.ts";
import { signMeta } from "../../../infra/local/sandbox/sign.ts";
import { log } from "../../../shared/lambda/log.ts";
import type { Items } from "../../../shared/store/items.ts";
import { call } from "../../support/calls.ts";
import { CHANNELS, post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { postWith } from "./interrupted.ts";
import { bodyOf, entryOf } from "./meta.ts";
import { archive, getConversation, hear, listMessages } from "./reading.ts";
import { work } from "./work.ts";

const backend = eachWithBackend();
afterEach(() => vi.restoreAllMocks());
const isArchived = async (id: number) => (await getConversation(backend(), id)).body.archived;

describe("an archived conversation", () => {
  it("is archived and taken out again by hand, and by nothing that is no boolean", async () => {
    expect((await archive(backend(), 105)).body).toMatchObject({ id: 105, archived: true });
    expect(await isArchived(105)).toBe(true);
    expect((await archive(backend(), 105, { archived: false })).body.archived).toBe(false);
    expect(await isArchived(105)).toBe(false);
    for (const body of [{}, { archived: "true" }, { archived: null }, []]) {
      expect((await archive(backend(), 105, body)).status).toBe(400);
    }
  });

  it.each(CHANNELS)("comes back when a message leaves on %s", async (channel) => {
    const id = DEMO[channel].conversation;
    await archive(backend(), id);
    await post(backend(), channel, { message_text: " " });
    expect(await isArchived(id)).toBe(true);
    await post(backend(), channel, { message_text: "Hello" });
    expect(await isArchived(id)).toBe(false);
  });

  it("comes back when its contact writes, and when a member leaves a note", async () => {
    await archive(backend(), 105);
    await hear(backend(), 105, "Hello");
    expect(await isArchived(105)).toBe(false);
    await archive(backend(), 105);
    await post(backend(), "sms", { message_type: "note", message_text: "Call back" });
    expect(await isArchived(105)).toBe(false);
  });
});

/** A process that dies after so many writes: none of the later ones happens. */
const dyingAfter = (items: Items, writes: number): Items => {
  let left = writes;
  const alive = () => {
    left -= 1;
    if (left < 0) throw new Error("The process is gone");
  };
  return {
    ...items,
    write: async (change) => {
      alive();
      return items.write(change);
    },
    writeAll: async (changes) => {
      alive();
      return items.writeAll(changes);
    },
  };
};

describe("an archived conversation whose contact writes", () => {
  const { conversation, contact } = DEMO.messenger;
  const hello = bodyOf(
    "messenger",
    entryOf("messenger", { id: "m.1", text: "Hello", from: contact.address! }),
  );
  const deliver = (items: Items) =>
    call(createWebhook({ ...backend().parts("messenger"), items }), "POST /webhooks/messenger", {
      key: null,
      body: hello,
      headers: { "x-hub-signature-256": signMeta(DEMO_SECRETS.META_APP_SECRET, hello) },
    });

  it.each([0, 1, 2])(
    "comes back, though the process died after %i writes and Meta called again",
    async (n) => {
      vi.spyOn(log, "error").mockImplementation(() => {});
      await archive(backend(), conversation);
      const first = await deliver(dyingAfter(backend().items, n));
      expect([200, 500]).toContain(first.status);
      expect((await deliver(backend().items)).status).toBe(200);
      expect(await isArchived(conversation)).toBe(false);
      expect((await listMessages(backend(), conversation)).body.data[0]?.message_text).toBe("Hello!");
      expect((await listMessages(backend(), conversation)).body.data).toHaveLength(2);
    },
  );

  it("stays where it was put afterwards, when Meta calls again", async () => {
    await archive(backend(), conversation);
    await deliver(backend().items);
    await archive(backend(), conversation);
    expect((await deliver(backend().items)).status).toBe(200);
    expect(await isArchived(conversation)).toBe(true);
  });
});

describe("an archived conversation written to by a process that died right after the promise", () => {
  it("comes back once the worker had the message", async () => {
    vi.spyOn(log, "warn").mockImplementation(() => {});
    await archive(backend(), 104);
    const items = dyingAfter(backend().items, 0);
    const { status } = await postWith(backend(), "webchat", { items }, { message_text: "Hello" });
    expect([status, await isArchived(104)]).toEqual([202, true]);
    await work(backend(), "webchat");
    expect(await isArchived(104)).toBe(false);
  });
});
