import { beforeEach, describe, expect, it } from "vitest";
import { createHandler as createArchive } from "../../../functions/conversations/archive-conversation.ts";
import { createHandler as createCancel } from "../../../functions/conversations/cancel-message.ts";
import { createHandler as createCreate } from "../../../functions/conversations/create-conversation.ts";
import { createHandler as createGet } from "../../../functions/conversations/get-conversation.ts";
import { createHandler as createMember } from "../../../functions/conversations/get-member.ts";
import { createHandler as createMessage } from "../../../functions/conversations/get-message.ts";
import { createHandler as createAccounts } from "../../../functions/conversations/list-accounts.ts";
import { createHandler as createList } from "../../../functions/conversations/list-conversations.ts";
import { createHandler as createMembers } from "../../../functions/conversations/list-members.ts";
import { createHandler as createMessages } from "../../../functions/conversations/list-messages.ts";
import { createHandler as createResend } from "../../../functions/conversations/resend-message.ts";
import { DEMO, DEMO_BOT_KEY, DEMO_KEY } from "../../../infra/local/demo.ts";
import type { HttpHandler } from "../../../shared/lambda/http-handler.ts";
import type { Problem } from "../../../shared/lambda/problem.ts";
import { type Asked, call, type Replied } from "../../support/calls.ts";
import { CHANNELS, post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { addOtherOrganization, OTHER_KEY, OTHER_OFFSET } from "./other-organization.ts";
import { register, SAMPLES, sign, upload } from "./uploads.ts";

const backend = eachWithBackend();
beforeEach(() => addOtherOrganization(backend()));

/** What an answer gives away: all of it but its own id. */
const seen = ({ status, text, headers }: Replied<unknown>) => {
  const { "x-request-id": _, ...told } = headers;
  return { status, text, told };
};

type Probe = (asked: Asked) => Promise<Replied<Problem>>;
const got =
  (create: (parts: never) => HttpHandler, route: string, given: Asked = {}): Probe =>
  (asked) =>
    call<Problem>(create(backend().parts() as never), route, { ...given, ...asked });

/** Every endpoint that wants a key. */
const MEMBERS_ONLY: Record<string, Probe> = {
  ...Object.fromEntries(
    CHANNELS.map((channel) => [
      `POST to ${channel}`,
      (asked: Asked) => post<Problem>(backend(), channel, { message_text: "Hello" }, asked),
    ]),
  ),
  "POST /s3-url-signing": (asked) => sign<Problem>(backend(), SAMPLES.png, 101, asked),
  "POST /conversation-files": (asked) =>
    register<Problem>(backend(), { s3_key: `1/${"0".repeat(26)}/a` }, asked),
  "POST /conversations": got(createCreate, "POST /conversations", { body: { kind: "team" } }),
  "GET /conversations": got(createList, "GET /conversations"),
  "GET /conversations/{id}": got(createGet, "GET /conversations/{id}", { params: { id: "101" } }),
  "PATCH /conversations/{id}": got(createArchive, "PATCH /conversations/{id}", {
    params: { id: "101" },
    body: { archived: true },
  }),
  "GET /conversations/{id}/messages": got(createMessages, "GET /conversations/{id}/messages", {
    params: { id: "101" },
  }),
  "GET a message": got(createMessage, "GET /conversations/{id}/messages/{message_id}", {
    params: { id: "101", message_id: "0".repeat(26) },
  }),
  "resend a message": got(createResend, "POST /conversations/{id}/messages/{message_id}/resend", {
    params: { id: "101", message_id: "0".repeat(26) },
  }),
  "cancel a message": got(createCancel, "POST /conversations/{id}/messages/{message_id}/cancel", {
    params: { id: "101", message_id: "0".repeat(26) },
  }),
  "GET /members": got(createMembers, "GET /members"),
  "GET /members/{id}": got(createMember, "GET /members/{id}", { params: { id: "agent" } }),
  "GET /accounts": got(createAccounts, "GET /accounts"),
};

describe.each(Object.entries(MEMBERS_ONLY))("%s", (_, probe) => {
  it("answers 401 to nobody, to a wrong key and to an Authorization that bears none", async () => {
    const before = backend().stored();
    const said = async (asked: Asked) => (await probe({ key: null, ...asked })).body;
    const refused = { status: 401, name: "NotAuthenticated", className: "not-authenticated", code: 401 };
    expect(await said({})).toMatchObject({ ...refused, detail: expect.stringContaining("No API key") });
    expect(await said({ key: "wrong" })).toMatchObject({ ...refused, detail: "Invalid API key" });
    const bare = { headers: { authorization: DEMO_KEY } };
    expect(await said(bare)).toMatchObject({ ...refused, detail: expect.stringContaining('"Bearer KEY"') });
    const bearer = { headers: { authorization: "Bearer wrong" } };
    expect(await said(bearer)).toMatchObject({ ...refused, detail: "Invalid API key" });
    expect(backend().stored()).toEqual(before);
    expect(backend().jobs()).toEqual([]);
  });

  it("lets a member in by x-api-key and by Authorization: Bearer", async () => {
    expect((await probe({})).status).not.toBe(401);
    const bearer = { key: null, headers: { authorization: `bearer ${DEMO_KEY}` } };
    expect((await probe(bearer)).status).not.toBe(401);
  });
});

describe.each(CHANNELS)("a stranger on %s", (channel) => {
  it("is told only that they are one, whatever else is wrong", async () => {
    const told = [];
    for (const asked of [
      { body: "{" },
      { body: "" },
      { body: "[]" },
      { body: { conversation_id: "x" } },
      { body: { conversation_id: 101, message_type: "fax" } },
      { headers: { "content-type": "text/plain" } },
      { headers: { "idempotency-key": "k".repeat(256) } },
      { body: `"${"x".repeat(300_000)}"` },
      { query: { preview: "true" } },
    ] satisfies Asked[]) {
      told.push(seen(await post(backend(), channel, { message_text: "Hello" }, { ...asked, key: "wrong" })));
    }
    expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(told[0]!.status).toBe(401);
  });

  it("of another organization cannot tell a foreign conversation from an absent one", async () => {
    const answers = [];
    for (const conversation_id of [DEMO[channel].conversation, 999_999]) {
      for (const query of [{}, { preview: "true" }]) {
        const asked = { message_text: "Hello", conversation_id, organization_id: 2 };
        answers.push(seen(await post(backend(), channel, asked, { key: OTHER_KEY, query })));
      }
    }
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(answers[0]!.status).toBe(404);
    expect(backend().jobs()).toEqual([]);
  });
});

describe("what another organization has", () => {
  const same = async (...probes: Promise<Replied<unknown>>[]) => {
    const answers = (await Promise.all(probes)).map(seen);
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(answers[0]!.status).toBe(404);
  };

  it("looks as if it were not there: conversations, messages, files, members and accounts", async () => {
    const theirs = DEMO.whatsapp.conversation + OTHER_OFFSET;
    const { body: message } = await post(
      backend(),
      "whatsapp",
      { conversation_id: theirs, message_text: "Secret" },
      { key: OTHER_KEY },
    );
    const file = await upload(backend(), SAMPLES.png, theirs, { key: OTHER_KEY });
    const about = (id: number) => ({ params: { id: String(id) } });
    for (const [create, route, more] of [
      [createGet, "GET /conversations/{id}", {}],
      [createArchive, "PATCH /conversations/{id}", { body: { archived: true } }],
      [createMessages, "GET /conversations/{id}/messages", {}],
    ] as const) {
      const probe = got(create, route, more);
      await same(probe(about(theirs)), probe(about(999_999)), probe({ params: { id: "x" } }));
    }
    const read = (id: number, message_id: string) =>
      MEMBERS_ONLY["GET a message"]!({ params: { id: String(id), message_id } });
    await same(read(theirs, message.id), read(999_999, message.id));
    await same(read(101, message.id), read(101, "0".repeat(26)), read(101, "x"));
    const member = MEMBERS_ONLY["GET /members/{id}"]!;
    await same(...["otheragent", "nobody", "", "x".repeat(5_000)].map((id) => member({ params: { id } })));
    await same(
      register(backend(), { s3_key: file.s3_key }),
      register(backend(), { s3_key: `1/${"0".repeat(26)}/photo.png` }),
      register(backend(), { s3_key: `1/${file.conversation_file_id}/photo.png` }),
      register(backend(), { s3_key: "../../etc/passwd" }),
    );
    await same(sign(backend(), SAMPLES.png, theirs), sign(backend(), SAMPLES.png, 999_999));
    const open = (account_id: string) =>
      MEMBERS_ONLY["POST /conversations"]!({
        body: { channel: "sms", account_id, contact: { address: "+12025550177" } },
      });
    await same(open("othersms"), open("nothing"));
  });
});

describe("a key", () => {
  it("says whose message it is: a person's or a bot's", async () => {
    const person = await post(backend(), "sms", { message_text: "Hello" });
    expect(person.body.author).toEqual({ kind: "person", member_id: "agent" });
    const bot = await post(backend(), "sms", { message_text: "Hello" }, { key: DEMO_BOT_KEY });
    expect(bot.body.author).toEqual({ kind: "bot", member_id: "bot" });
  });

  it("decides the organization; a body that names another contradicts it", async () => {
    for (const organization_id of [2, "2"]) {
      const { status, body } = await post<Problem>(backend(), "sms", {
        message_text: "Hello",
        organization_id,
      });
      expect([status, body]).toMatchObject([
        422,
        { errors: [{ path: "/organization_id", code: "contradiction" }] },
      ]);
    }
    const forged = { message_text: "Hello", organization_id: 1 };
    expect((await post(backend(), "sms", forged, { key: OTHER_KEY })).status).toBe(404);
    expect(backend().jobs()).toEqual([]);
  });

  it("is stored as its hash only", () => {
    expect(JSON.stringify(backend().stored())).not.toContain(DEMO_KEY);
  });
});
