import { describe, expect, it } from "vitest";
import { createHandler } from "../../../functions/sms/webhook-twilio.ts";
import { DEMO, DEMO_SECRETS } from "../../../infra/local/demo.ts";
import { signTwilio } from "../../../infra/local/sandbox/sign.ts";
import { call } from "../../support/calls.ts";
import { cpuMs } from "../../support/cpu.ts";
import { post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { listConversations, listMessages } from "./reading.ts";
import { changingNothing } from "./refused.ts";

const backend = eachWithBackend();
const URL = "https://api.example.com/webhooks/twilio";
const { account_sid: SID, number: NUMBER } = DEMO.sms.account.provider_ids as Record<string, string>;
const HOUR = 3_600_000;

/** What Twilio posts when somebody writes. https://www.twilio.com/docs/messaging/guides/webhook-request */
const incoming = (more: Record<string, string> = {}): Record<string, string> => ({
  ToCountry: "US",
  MessageSid: "SM00000000000000000000000000000001",
  SmsSid: "SM00000000000000000000000000000001",
  AccountSid: SID!,
  From: "+12025550177",
  To: NUMBER!,
  Body: "Grüße & more + 👋",
  NumMedia: "0",
  NumSegments: "1",
  SmsStatus: "received",
  ApiVersion: "2010-04-01",
  ...more,
});

const deliver = (
  form: Record<string, string>,
  { query = {}, signature }: { query?: Record<string, string>; signature?: string } = {},
) => {
  const search = String(new URLSearchParams(query));
  const url = search === "" ? URL : `${URL}?${search}`;
  return call(createHandler(backend().parts("sms")), "POST /webhooks/twilio", {
    key: null,
    query,
    body: String(new URLSearchParams(form)),
    headers: {
      "content-type": "application/x-www-form-urlencoded; charset=utf-8",
      "x-twilio-signature": signature ?? signTwilio(DEMO_SECRETS.TWILIO_AUTH_TOKEN, url, form),
    },
  });
};

const newest = async () => (await listConversations(backend(), { channel: "sms" })).body.data[0]!;
const messagesOf = async (id: number) => (await listMessages(backend(), id)).body.data;

describe("an SMS from somebody new", () => {
  it("opens a conversation that can be answered; Twilio is told nothing to say", async () => {
    const answer = await deliver(incoming());
    expect([answer.status, answer.text]).toEqual([204, ""]);
    const opened = await newest();
    expect(opened).toMatchObject({ contact: { address: "+12025550177" }, account_id: "demosms" });
    expect(await messagesOf(opened.id)).toMatchObject([
      { direction: "incoming", message_text: "Grüße & more + 👋", created_at: "2026-03-01T09:00:00.000Z" },
    ]);
    const reply = await post(backend(), "sms", { conversation_id: opened.id, message_text: "Hello" });
    expect(reply.status).toBe(201);
  });

  it("is one message, however often and however late Twilio calls again", async () => {
    await deliver(incoming());
    await changingNothing(backend(), async () => {
      expect((await deliver(incoming())).status).toBe(204);
      backend().clock.add(HOUR);
      expect((await deliver(incoming())).status).toBe(204);
    });
    expect(await messagesOf((await newest()).id)).toHaveLength(1);
    await deliver(incoming({ MessageSid: "SM00000000000000000000000000000002", Body: "Another" }));
    expect(await messagesOf((await newest()).id)).toHaveLength(2);
  });

  it("is one message when Twilio calls ten times at once", async () => {
    await Promise.all(Array.from({ length: 10 }, () => deliver(incoming())));
    expect(await messagesOf((await newest()).id)).toHaveLength(1);
  });

  it("that is only a picture is kept as a message without text, in a conversation of its own", async () => {
    const { status } = await deliver(
      incoming({
        Body: "",
        NumMedia: "1",
        MediaUrl0: "https://api.twilio.com/m/1",
        MediaContentType0: "image/png",
      }),
    );
    expect(status).toBe(204);
    const opened = await newest();
    expect(opened.contact).toMatchObject({ address: "+12025550177" });
    expect(await messagesOf(opened.id)).toMatchObject([{ direction: "incoming", message_text: null }]);
  });
});

describe("a call that Twilio did not make", () => {
  it("is refused with 401, shows no signature and leaves nothing behind", async () => {
    const good = signTwilio(DEMO_SECRETS.TWILIO_AUTH_TOKEN, URL, incoming());
    await changingNothing(backend(), async () => {
      for (const signature of ["", "x", signTwilio("another token", URL, incoming()), `${good}=`]) {
        const { status, text } = await deliver(incoming(), { signature });
        expect(status).toBe(401);
        expect(text).not.toContain(good);
      }
      expect((await deliver(incoming({ Body: "Changed" }), { signature: good })).status).toBe(401);
      const elsewhere = signTwilio(DEMO_SECRETS.TWILIO_AUTH_TOKEN, `${URL}/other`, incoming());
      expect((await deliver(incoming(), { signature: elsewhere })).status).toBe(401);
      expect((await deliver(incoming({ To: "x".repeat(5_000) }), { signature: "x" })).status).toBe(401);
      expect((await deliver({}, { signature: "x" })).status).toBe(401);
    });
  });

  it("is answered at once, whatever fills its body, and refused with 413 above 256 KiB", async () => {
    const names = Array.from({ length: 36 ** 3 }, (_, index) => [index.toString(36).padStart(3, "0"), ""]);
    const many = Object.fromEntries(names) as Record<string, string>;
    const refuse = async () => {
      expect((await deliver(many, { signature: "x" })).status).toBe(401);
      const large = incoming({ Body: "x".repeat(256 * 1024) });
      const { status, body } = await deliver(large);
      expect([status, body]).toMatchObject([413, { code: 413, detail: "The form is larger than 256 KiB." }]);
    };
    const used = await cpuMs(() => changingNothing(backend(), refuse));
    expect(used).toBeLessThan(2_000);
  });

  it("for a number or an account that is not ours is let go", async () => {
    await changingNothing(backend(), async () => {
      for (const form of [
        incoming({ To: "+12025550000" }),
        incoming({ AccountSid: `AC${"9".repeat(32)}` }),
        incoming({ To: "" }),
      ]) {
        expect((await deliver(form)).status).toBe(204);
      }
    });
  });
});

describe("a status that Twilio reports", () => {
  it("settles the part that its address names, and nobody else's", async () => {
    // The demo contact has just written; ids of one millisecond stand in any order.
    backend().clock.add(1);
    const { body: message } = await post(backend(), "sms", { message_text: "Hello" });
    const report = (MessageStatus: string, more: Record<string, string> = {}) => ({
      AccountSid: SID!,
      MessageSid: "SM00000000000000000000000000000009",
      MessageStatus,
      From: NUMBER!,
      To: "+12025550105",
      ...more,
    });
    const query = { handle: `105.${message.id}0` };
    for (const [word, status] of [
      ["queued", "queued"],
      ["delivered", "delivered"],
      ["sent", "delivered"],
    ] as const) {
      expect((await deliver(report(word), { query })).status).toBe(204);
      const [read] = await messagesOf(105);
      expect([read!.status, read!.id], word).toEqual([status, message.id]);
    }
    const before = backend().stored();
    for (const handle of ["", "x", `105.${"0".repeat(27)}`, `101.${message.id}0`]) {
      expect((await deliver(report("failed", { ErrorCode: "30003" }), { query: { handle } })).status).toBe(
        204,
      );
    }
    expect(backend().stored()).toEqual(before);
  });
});
