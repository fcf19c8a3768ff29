import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createHandler as createTwilio } from "../../../functions/sms/webhook-twilio.ts";
import { DEMO, DEMO_SECRETS } from "../../../infra/local/demo.ts";
import { signTwilio } from "../../../infra/local/sandbox/sign.ts";
import type { Account } from "../../../shared/domain/account.ts";
import { log } from "../../../shared/lambda/log.ts";
import { directory } from "../../../shared/store/directory.ts";
import { call } from "../../support/calls.ts";
import { post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { listConversations, listMessages } from "./reading.ts";
import { changingNothing } from "./refused.ts";

const backend = eachWithBackend();
const URL = "https://api.example.com/webhooks/twilio";
const { account_sid: SID, number: NUMBER } = DEMO.sms.account.provider_ids as Record<string, string>;
const SERVICE = `MG${"5".repeat(32)}`;
/** A number of the service's pool that no account of ours names. */
const POOLED = "+12025550141";
const STRANGER = "+12025550177";

const account = (more: Partial<Account> & { provider_ids: Record<string, string> }): Account => ({
  ...DEMO.sms.account,
  organization_id: 1,
  channel: "sms",
  human_agent: "none",
  ad_window_days: 1,
  ...more,
});
const put = async (one: Account) => expect(await directory(backend().items).putAccount(one)).toBeUndefined();

const incoming = (more: Record<string, string> = {}): Record<string, string> => ({
  MessageSid: "SM00000000000000000000000000000001",
  AccountSid: SID!,
  MessagingServiceSid: SERVICE,
  From: STRANGER,
  To: POOLED,
  Body: "Hello",
  ...more,
});
const report = (MessageStatus: string, more: Record<string, string> = {}): Record<string, string> => ({
  MessageSid: "SM00000000000000000000000000000009",
  AccountSid: SID!,
  MessagingServiceSid: SERVICE,
  To: DEMO.sms.contact.address!,
  MessageStatus,
  ...more,
});

const deliver = (
  form: Record<string, string>,
  handle?: string,
  token: string = DEMO_SECRETS.TWILIO_AUTH_TOKEN,
) => {
  const query: Record<string, string> = handle === undefined ? {} : { handle };
  const url = handle === undefined ? URL : `${URL}?${new URLSearchParams(query)}`;
  return call(createTwilio(backend().parts("sms")), "POST /webhooks/twilio", {
    key: null,
    query,
    body: String(new URLSearchParams(form)),
    headers: { "x-twilio-signature": signTwilio(token, url, form) },
  });
};

const statusOf = async (id: string) =>
  (await listMessages(backend(), 105)).body.data.find((message) => message.id === id)?.status;
const stranger = async () =>
  (await listConversations(backend(), { channel: "sms" })).body.data.filter(
    ({ contact }) => contact?.address === STRANGER,
  );

beforeEach(() =>
  put(account({ provider_ids: { account_sid: SID!, number: NUMBER!, messaging_service_sid: SERVICE } })),
);
afterEach(() => vi.restoreAllMocks());

describe("a number of a messaging service's pool", () => {
  it("that is written to is answered from its service", async () => {
    expect((await deliver(incoming())).status).toBe(204);
    const [opened] = await stranger();
    expect(opened).toMatchObject({ account_id: "demosms", organization_id: 1 });
    expect((await listMessages(backend(), opened!.id)).body.data).toMatchObject([{ message_text: "Hello" }]);
    const reply = await post(backend(), "sms", { conversation_id: opened!.id, message_text: "Hi" });
    expect(reply.status).toBe(201);
    expect(backend().jobs()[0]!.job.parts[0]!.payload).toMatchObject({ MessagingServiceSid: SERVICE });
  });

  it.each([
    ["with the number it picked", { From: POOLED }],
    ["before it picked a number", {}],
  ])("proves what left through it, %s", async (_, from) => {
    const { body: message } = await post(backend(), "sms", { message_text: "Hello" });
    expect((await deliver(report("delivered", from), `105.${message.id}0`)).status).toBe(204);
    expect(await statusOf(message.id)).toBe("delivered");
  });

  it("that is also another account's own proves the service's message, and nobody else's", async () => {
    const { body: message } = await post(backend(), "sms", { message_text: "Hello" });
    await put(account({ id: "own", provider_ids: { account_sid: SID!, number: POOLED } }));
    await deliver(report("delivered", { From: POOLED }), `105.${message.id}0`);
    expect(await statusOf(message.id)).toBe("delivered");
    await deliver(incoming());
    expect(await stranger()).toMatchObject([{ account_id: "own" }]);
  });
});

describe("a report of another account's service", () => {
  const OTHER = { account_sid: `AC${"8".repeat(32)}`, messaging_service_sid: `MG${"8".repeat(32)}` };
  const elsewhere = { AccountSid: OTHER.account_sid, MessagingServiceSid: OTHER.messaging_service_sid };

  it("proves nothing of a message that is not its own, and the log counts it", async () => {
    const { body: message } = await post(backend(), "sms", { message_text: "Hello" });
    await put(account({ id: "other", provider_ids: { ...OTHER, number: "+12025550142" } }));
    const logged = vi.spyOn(log, "info").mockImplementation(() => {});
    await changingNothing(backend(), async () => {
      expect((await deliver(report("failed", elsewhere), `105.${message.id}0`)).status).toBe(204);
    });
    expect(logged.mock.calls).toEqual([[{ channel: "sms", unmatched: 1 }, expect.any(String)]]);
  });

  it("is not taken for the number's, whose token did not sign it", async () => {
    const secret = "TWILIO_TOKEN_OF_ANOTHER";
    const other = { ...OTHER, account_sid: SID!, number: "+12025550142" };
    await put(account({ id: "other", secret, provider_ids: other }));
    const secrets = {
      get: async (name: string) => (name === secret ? ["another token"] : ["the token for all"]),
    };
    const handler = createTwilio({ ...backend().parts("sms"), secrets });
    const form = incoming({ To: NUMBER!, MessagingServiceSid: OTHER.messaging_service_sid });
    const { status } = await call(handler, "POST /webhooks/twilio", {
      key: null,
      body: String(new URLSearchParams(form)),
      headers: { "x-twilio-signature": signTwilio("another token", URL, form) },
    });
    expect(status).toBe(204);
    expect(await stranger()).toMatchObject([{ account_id: "other" }]);
  });
});

describe("a call about an account that nobody has here", () => {
  it.each([
    ["its service", incoming({ MessagingServiceSid: `MG${"7".repeat(32)}` }), { incoming: 1, statuses: 0 }],
    ["its Twilio account", incoming({ AccountSid: `AC${"7".repeat(32)}` }), { incoming: 1, statuses: 0 }],
    ["its sender", report("sent", { MessagingServiceSid: "MG7" }), { incoming: 0, statuses: 1 }],
    ["a service of absurd length", incoming({ MessagingServiceSid: "M".repeat(5_000) }), { incoming: 1 }],
  ])("by %s changes nothing, is answered 204 and counted in the log", async (_, form, counts) => {
    const logged = vi.spyOn(log, "warn").mockImplementation(() => {});
    await changingNothing(backend(), async () => {
      const { status, text } = await deliver(form, `105.${"0".repeat(27)}`);
      expect([status, text]).toEqual([204, ""]);
    });
    expect(logged.mock.calls).toMatchObject([[{ channel: "sms", ...counts }, expect.any(String)]]);
    for (const value of Object.values(form))
      expect(JSON.stringify(logged.mock.calls)).not.toContain(`"${value}"`);
  });

  it("is refused when nobody's token signed it", async () => {
    await changingNothing(backend(), async () => {
      expect((await deliver(incoming(), undefined, "another token")).status).toBe(401);
    });
  });
});
