import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createHandler as createCreate } from "../../../functions/conversations/create-conversation.ts";
import { createHandler as createTwilio } from "../../../functions/sms/webhook-twilio.ts";
import { DEMO, DEMO_SECRETS } from "../../../infra/local/demo.ts";
import { signMeta, signTwilio } from "../../../infra/local/sandbox/sign.ts";
import type { Account } from "../../../shared/domain/account.ts";
import type { IncomingMessage } from "../../../shared/domain/message.ts";
import { log } from "../../../shared/lambda/log.ts";
import { hashKey } from "../../../shared/messaging/caller.ts";
import type { conversationDocument } from "../../../shared/messaging/conversation-document.ts";
import { directory } from "../../../shared/store/directory.ts";
import type { Item } from "../../../shared/store/items.ts";
import { keys } from "../../../shared/store/keys.ts";
import { call } from "../../support/calls.ts";
import { post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { bodyOf, CREATE, entryOf } from "./meta.ts";
import { changingNothing } from "./refused.ts";

type Document = ReturnType<typeof conversationDocument>;

const backend = eachWithBackend();
const KEY = "second-key";
const NUMBER = "+12025550195";
const SID = `AC${"9".repeat(32)}`;
const URL = "https://api.example.com/webhooks/twilio";

/** The second organization's accounts, under the very ids that the demo's have. */
const THEIRS: Account[] = (["whatsapp", "sms"] as const).map((channel) => ({
  ...DEMO[channel].account,
  organization_id: 2,
  channel,
  provider_ids:
    channel === "whatsapp" ? { phone_number_id: "900000000000101" } : { account_sid: SID, number: NUMBER },
  human_agent: "none",
  ad_window_days: 1,
}));

/** All that is stored in the first organization's conversations. */
const ofTheFirst = (): Item[] =>
  backend()
    .stored()
    .filter(({ pk }) =>
      [DEMO.whatsapp, DEMO.sms].some(({ conversation }) => pk === `conversation#${conversation}`),
    );

beforeEach(async () => {
  const members = directory(backend().items);
  await members.addOrganization({ id: 2, name: "Second" });
  await members.addMember({ id: "agent2", organization_id: 2, kind: "teammate", name: "Second agent" });
  await members.addKey(hashKey(KEY), { organization_id: 2, member_id: "agent2", kind: "person" });
});

afterEach(() => vi.restoreAllMocks());

describe("an organization that chooses an account id which another has", () => {
  it("is refused, and opens nothing with it", async () => {
    for (const account of THEIRS)
      expect(await directory(backend().items).putAccount(account)).toBe("id_taken");
    const asked = { channel: "sms", contact: { address: DEMO.sms.contact.address }, account_id: "demosms" };
    const answer = await changingNothing(backend(), () =>
      call(createCreate(backend().parts()), "POST /conversations", { key: KEY, body: asked }),
    );
    expect(answer.status).toBe(404);
  });
});

describe("two organizations whose accounts came to bear one id all the same", () => {
  beforeEach(async () => {
    for (const account of THEIRS) {
      const { organization_id, id: account_id, channel } = account;
      const names = Object.entries(account.provider_ids).filter(([name]) => name !== "account_sid");
      await backend().items.write({ put: { ...keys.account(2, account_id), account } });
      for (const [, name] of names)
        await backend().items.write({
          put: { ...keys.provider(channel, name), organization_id, account_id },
        });
    }
  });

  it.each(["whatsapp", "sms"] as const)(
    "are never shown each other's conversations on %s",
    async (channel) => {
      const before = ofTheFirst();
      const { address } = DEMO[channel].contact;
      const { status, body } = await call<Document>(createCreate(backend().parts()), "POST /conversations", {
        key: KEY,
        body: { channel, contact: { address } },
      });
      expect(status).toBe(201);
      expect(body).toMatchObject({ organization_id: 2, contact: { address, name: null } });
      expect(body.id).not.toBe(DEMO[channel].conversation);
      expect(ofTheFirst()).toEqual(before);
    },
  );

  const whatsapp = async (to?: string) => {
    const from = DEMO.whatsapp.contact.address!.slice(1);
    const said = { id: "wamid.1", text: "Hello", from, ...(to !== undefined && { to }) };
    const body = bodyOf("whatsapp", entryOf("whatsapp", said));
    const headers = { "x-hub-signature-256": signMeta(DEMO_SECRETS.META_APP_SECRET, body) };
    const handler = CREATE.whatsapp(backend().parts());
    return call(handler, "POST /webhooks/whatsapp", { key: null, body, headers });
  };

  it("never hear what was written to the other on WhatsApp", async () => {
    const before = ofTheFirst();
    expect((await whatsapp("900000000000101")).status).toBe(200);
    expect(ofTheFirst()).toEqual(before);
    expect(incomingOf(2)).toMatchObject([{ message_text: "Hello" }]);
  });

  it("keep what bears one id of the provider as two messages", async () => {
    for (const to of [undefined, "900000000000101"]) await whatsapp(to);
    const ids = [1, 2].map(
      (one) => incomingOf(one).find(({ provider_message_id }) => provider_message_id === "wamid.1")?.id,
    );
    expect(ids).toEqual([expect.any(String), expect.any(String)]);
    expect(ids[0]).not.toBe(ids[1]);
  });

  const twilio = (form: Record<string, string>, query: Record<string, string> = {}) => {
    const search = String(new URLSearchParams(query));
    const url = search === "" ? URL : `${URL}?${search}`;
    return call(createTwilio(backend().parts("sms")), "POST /webhooks/twilio", {
      key: null,
      query,
      body: String(new URLSearchParams(form)),
      headers: { "x-twilio-signature": signTwilio(DEMO_SECRETS.TWILIO_AUTH_TOKEN, url, form) },
    });
  };

  it("never hear what was written to the other by SMS, nor prove its messages", async () => {
    vi.spyOn(log, "info").mockImplementation(() => {});
    const { body: message } = await post(backend(), "sms", { message_text: "Hello" });
    const before = ofTheFirst();
    const from = DEMO.sms.contact.address!;
    const said = { AccountSid: SID, MessageSid: "SM1", From: from, To: NUMBER, Body: "Hello" };
    expect((await twilio(said)).status).toBe(204);
    expect(incomingOf(2)).toMatchObject([{ message_text: "Hello" }]);
    const report = { AccountSid: SID, MessageSid: "SM2", From: NUMBER, To: from, MessageStatus: "failed" };
    expect((await twilio(report, { handle: `105.${message.id}0` })).status).toBe(204);
    expect(ofTheFirst()).toEqual(before);
  });

  const incomingOf = (organizationId: number) =>
    backend()
      .stored()
      .filter(({ kind }) => kind === "incoming")
      .map(({ message }) => message as IncomingMessage)
      .filter(({ organization_id }) => organization_id === organizationId);
});
