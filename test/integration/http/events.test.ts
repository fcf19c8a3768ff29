import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createHandler as createConversation } from "../../../functions/conversations/create-conversation.ts";
import { createHandler as createList } from "../../../functions/events/list-events.ts";
import { DEMO, DEMO_KEY, DEMO_SECRETS, DEMO_VISITOR_TOKEN } from "../../../infra/local/demo.ts";
import { createSandbox, type Sandbox } from "../../../infra/local/sandbox/sandbox.ts";
import { signMeta } from "../../../infra/local/sandbox/sign.ts";
import { CHANNELS } from "../../../shared/domain/channel.ts";
import type { SequencedEvent } from "../../../shared/domain/event.ts";
import type { Problem } from "../../../shared/lambda/problem.ts";
import { hashKey } from "../../../shared/messaging/caller.ts";
import { call } from "../../support/calls.ts";
import { APP_SECRET } from "../../support/embedded.ts";
import { post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { bodyOf, CREATE, entryOf } from "./meta.ts";
import { addOtherOrganization, OTHER_KEY } from "./other-organization.ts";
import { archive } from "./reading.ts";
import { work } from "./work.ts";

interface Events {
  data: SequencedEvent[];
  limit: number;
  next_after_seq: number;
}

const backend = eachWithBackend();
let sandbox: Sandbox;
let origin: string;
beforeAll(async () => {
  sandbox = createSandbox({ port: 0, callbacks: false });
  origin = await sandbox.listen();
});
afterAll(() => sandbox.close());

const ask = <Body = Events>(query: Record<string, string> = {}, key: string | null = DEMO_KEY) =>
  call<Body>(createList(backend().parts()), "GET /events", { query, key });
const all = async (key = DEMO_KEY, after = 0) =>
  (await ask({ after_seq: String(after), limit: "100" }, key)).body.data;
/** Where the demo's own beginning ends. */
const beginning = async () => (await all()).at(-1)!.seq;

const webhook = (body: string) =>
  call(CREATE.whatsapp(backend().parts()), "POST /webhooks/whatsapp", {
    key: null,
    body,
    headers: { "x-hub-signature-256": signMeta(DEMO_SECRETS.META_APP_SECRET, body) },
  });
const statusOf = (id: string, handle: string, status: string) => {
  const metadata = { display_phone_number: "12025550111", phone_number_id: "100000000000101" };
  const told = { timestamp: "1772355700", recipient_id: "12025550101" };
  const statuses = [{ id, status, biz_opaque_callback_data: handle, ...told }];
  const value = { messaging_product: "whatsapp", metadata, statuses };
  return bodyOf("whatsapp", { id: "1", changes: [{ field: "messages", value }] });
};

describe("the events of a message", () => {
  it("tell its whole life, and no webhook that comes again adds to it", async () => {
    backend().settings.sandbox = origin;
    const before = await beginning();
    const { body: message } = await post(backend(), "whatsapp", { message_text: "Hello" });
    await work(backend(), "whatsapp");
    const provider = (await all(DEMO_KEY, before)).at(-1)!.data as {
      parts: { provider_message_id: string }[];
    };
    const wamid = provider.parts[0]!.provider_message_id;
    const handle = `${DEMO.whatsapp.conversation}.${message.id}0`;
    for (const status of ["delivered", "read", "delivered", "read"]) {
      expect((await webhook(statusOf(wamid, handle, status))).status).toBe(200);
    }
    const told = await all(DEMO_KEY, before);
    expect(told.map(({ seq, type, data, is_final }) => [seq - before, type, data.status, is_final])).toEqual([
      [1, "message.created", "queued", false],
      [2, "message.status", "sending", false],
      [3, "message.status", "sent", true],
      [4, "message.status", "delivered", true],
      [5, "message.status", "read", true],
    ]);
    expect(new Set(told.map(({ message_id }) => message_id))).toEqual(new Set([message.id]));
    expect(new Set(told.map(({ id }) => id)).size).toBe(5);
  });

  it("begin once, however often the request is repeated", async () => {
    const before = await beginning();
    const headers = { "idempotency-key": "once" };
    for (const _ of [1, 2]) await post(backend(), "sms", { message_text: "Hello" }, { headers });
    expect((await all(DEMO_KEY, before)).map(({ type }) => type)).toEqual(["message.created"]);
  });

  it("say that a note is one", async () => {
    const before = await beginning();
    await post(backend(), "webchat", { message_type: "note", message_text: "Between us" });
    expect(await all(DEMO_KEY, before)).toMatchObject([
      { type: "message.created", is_note: true, is_final: true, data: { message_text: "Between us" } },
    ]);
  });
});

describe("the events of a conversation", () => {
  it("tell what a new contact wrote once, when its webhook comes twice", async () => {
    const before = await beginning();
    const body = bodyOf("whatsapp", entryOf("whatsapp", { id: "wamid.new", text: "Hi" }));
    for (const _ of [1, 2]) await webhook(body);
    expect((await all(DEMO_KEY, before)).map(({ type }) => type)).toEqual([
      "conversation.updated",
      "message.incoming",
      "conversation.updated",
    ]);
  });

  it("tell when it is put away, and when a message takes it out", async () => {
    const before = await beginning();
    await archive(backend(), DEMO.sms.conversation);
    await post(backend(), "sms", { message_text: "Hello" });
    const told = await all(DEMO_KEY, before);
    const updates = told.filter(({ type }) => type === "conversation.updated");
    expect(updates.map(({ data }) => data.archived)).toEqual([true, false]);
  });
});

describe("GET /events", () => {
  it("begins with the first, and goes on behind the last that was seen", async () => {
    const everything = await all();
    expect(everything.map(({ seq }) => seq)).toEqual(everything.map((_, index) => index + 1));
    const first = await ask({ limit: "2" });
    expect([first.status, first.body]).toEqual([
      200,
      { data: everything.slice(0, 2), limit: 2, next_after_seq: 2 },
    ]);
    const second = await ask({ limit: "2", after_seq: String(first.body.next_after_seq) });
    expect(second.body.data).toEqual(everything.slice(2, 4));
  });

  it("answers where to go on when nothing is new, 25 at once unless told otherwise", async () => {
    const last = await beginning();
    const { body } = await ask({ after_seq: String(last) });
    expect(body).toEqual({ data: [], limit: 25, next_after_seq: last });
  });

  it("shows an organization its own events only", async () => {
    await addOtherOrganization(backend());
    const own = await all();
    const others = await all(OTHER_KEY);
    expect(others.map(({ seq }) => seq)).toEqual(Array.from(CHANNELS, (_, index) => index + 1));
    expect(new Set(others.map(({ organization_id }) => organization_id))).toEqual(new Set([2]));
    expect(new Set(own.map(({ organization_id }) => organization_id))).toEqual(new Set([1]));
  });

  it.each([
    ["after_seq", "-1"],
    ["after_seq", "1.5"],
    ["after_seq", "abc"],
    ["after_seq", ""],
    ["after_seq", "9007199254740993"],
    ["limit", "0"],
    ["limit", "101"],
  ])("refuses %s=%s by its name", async (name, value) => {
    const { status, body } = await ask<Problem>({ [name]: value });
    expect([status, body.errors?.[0]?.path]).toEqual([400, `/${name}`]);
  });

  it("asks for a key", async () => {
    expect([(await ask({}, null)).status, (await ask({}, "nobodys")).status]).toEqual([401, 401]);
  });
});

describe("no event", () => {
  it("carries a token, a hash of one, a key or a secret", async () => {
    backend().settings.sandbox = origin;
    const { body } = await call<{ visitor_token: string }>(
      createConversation(backend().parts()),
      "POST /conversations",
      { body: { channel: "webchat", contact: { name: "Ada" } } },
    );
    for (const channel of ["whatsapp", "webchat"] as const) {
      await post(backend(), channel, { message_text: "Hello" });
      await work(backend(), channel);
    }
    const told = JSON.stringify(await all());
    expect(told).toContain('"webchat"');
    const secrets = [
      body.visitor_token,
      hashKey(body.visitor_token),
      DEMO_VISITOR_TOKEN,
      hashKey(DEMO_VISITOR_TOKEN),
      DEMO_KEY,
      hashKey(DEMO_KEY),
      APP_SECRET,
      ...Object.values(DEMO_SECRETS),
      "visitor_hash",
      "payload",
    ];
    expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
  });
});
