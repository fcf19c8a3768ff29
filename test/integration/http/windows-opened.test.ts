import { describe, expect, it, vi } from "vitest";
import { log } from "../../../shared/lambda/log.ts";
import { eachWithBackend } from "./fixture.ts";
import { webhooks, whatsappChange } from "./incoming-bodies.ts";
import { STRANGER, WROTE } from "./meta.ts";
import { changingNothing } from "./refused.ts";

const backend = eachWithBackend();
const { deliver, deliverMeta, only } = webhooks(backend);
const DAY = 86_400_000;
const until = (days: number, from = WROTE) => new Date(from + days * DAY).toISOString();

describe("a call on WhatsApp", () => {
  const call = (more: object = {}) =>
    deliverMeta(
      "whatsapp",
      whatsappChange("calls", {
        calls: [
          { id: "c.1", from: STRANGER.whatsapp, event: "connect", timestamp: String(WROTE / 1000), ...more },
        ],
      }),
    );

  it.each([[{ direction: "USER_INITIATED" }], [{}]])(
    "of the contact's opens the window: %j",
    async (more) => {
      await call(more);
      const { conversation, messages } = await only("whatsapp");
      expect(conversation.window).toMatchObject({ state: "open", expires_at: until(1) });
      expect(messages).toEqual([]);
      await changingNothing(backend(), () => call(more));
    },
  );

  it.each([
    [{ direction: "BUSINESS_INITIATED" }],
    [{ event: "terminate" }],
    [{ timestamp: "soon" }],
    [{ from: 7 }],
  ])("opens nothing when it is %j", async (more) => {
    await changingNothing(backend(), () => call(more));
  });
});

describe.each(["whatsapp", "messenger", "instagram"] as const)("a reaction on %s", (channel) => {
  const reaction = (given: boolean) =>
    channel === "whatsapp"
      ? { type: "reaction", reaction: { message_id: "m.0", emoji: given ? "👍" : "" } }
      : { reaction: { mid: "m.0", action: given ? "react" : "unreact", emoji: "👍" } };

  it("opens the window and is no message", async () => {
    await deliver(channel, reaction(true));
    const { conversation, messages } = await only(channel);
    expect([conversation.window?.expires_at, messages]).toEqual([until(1), []]);
  });

  it("that is taken back opens nothing", async () => {
    await changingNothing(backend(), () => deliver(channel, reaction(false)));
  });
});

describe.each(["messenger", "instagram"] as const)("a contact who comes back on %s", (channel) => {
  const click = (at = WROTE) =>
    deliver(channel, { referral: { source: "ADS", type: "OPEN_THREAD", ad_id: "77" } }, "", at);
  const writes = (id: string, at: number) => deliver(channel, { text: "Hi" }, id, at);
  const expires = async () => (await only(channel)).conversation.window?.expires_at;

  it("by a link opens the window", async () => {
    await deliver(channel, { referral: { source: "SHORTLINK", type: "OPEN_THREAD", ref: "r" } });
    expect(await expires()).toBe(until(1));
  });

  it("by an ad opens it only when they write, and then for longer, once", async () => {
    await click();
    expect(await expires()).toBeNull();
    await writes("m.1", WROTE + 1_000);
    expect(await expires()).toBe(until(7, WROTE + 1_000));
    await writes("m.2", WROTE + 2_000);
    await changingNothing(backend(), async () => {
      await click();
      await writes("m.1", WROTE + 1_000);
    });
    expect(await expires()).toBe(until(7, WROTE + 1_000));
  });

  it("by an ad, and wrote before or a day later, has the usual window", async () => {
    await click();
    await writes("m.0", WROTE - 1_000);
    expect(await expires()).toBe(until(1, WROTE - 1_000));
    await writes("m.1", WROTE + DAY + 1);
    expect(await expires()).toBe(until(1, WROTE + DAY + 1));
  });
});

describe("an event of a kind that is not known here", () => {
  it.each([
    [
      "whatsapp",
      () => deliverMeta("whatsapp", whatsappChange("smb_new_thing", { secret: "s" })),
      "change smb_new_thing",
    ],
    ["messenger", () => deliver("messenger", { optin: { payload: "s" } }), "event optin"],
    ["sms", () => deliver("sms", { From: "" }), "form"],
  ] as const)("on %s is counted, and answered like any other", async (channel, send, kind) => {
    const info = vi.spyOn(log, "info").mockImplementation(() => {});
    try {
      const answer = await changingNothing(backend(), send);
      expect(answer.status).toBeLessThan(300);
      const said = "a webhook brought something of a kind that is not known here";
      expect(info.mock.calls).toEqual([[{ channel, kind, count: 1 }, said]]);
    } finally {
      info.mockRestore();
    }
  });
});
