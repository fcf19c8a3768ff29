import { describe, expect, it } from "vitest";
import { createHandler as createCreate } from "../../../functions/conversations/create-conversation.ts";
import { createHandler as createGet } from "../../../functions/conversations/get-conversation.ts";
import { createHandler as createSocket } from "../../../functions/webchat/webchat-socket.ts";
import { DEMO } from "../../../infra/local/demo.ts";
import type { Channel } from "../../../shared/domain/channel.ts";
import type { Problem } from "../../../shared/lambda/problem.ts";
import type { conversationDocument } from "../../../shared/messaging/conversation-document.ts";
import { directory } from "../../../shared/store/directory.ts";
import { call, type Replied } from "../../support/calls.ts";
import { CHANNELS, post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { changingNothing, expectProblem, violationsOf } from "./refused.ts";

const backend = eachWithBackend();
type Conversation = ReturnType<typeof conversationDocument> & { visitor_token?: string; socket_url?: string };
const create = <Body = Conversation>(body: unknown): Promise<Replied<Body>> =>
  call<Body>(createCreate(backend().parts()), "POST /conversations", { body });
const refused = (body: unknown) => changingNothing(backend(), () => create<Problem>(body));
const get = (id: number) =>
  call<Conversation>(createGet(backend().parts()), "GET /conversations/{id}", { params: { id: String(id) } });

const CONTACTS: Partial<Record<Channel, { address: string; kept: string }>> = {
  whatsapp: { address: "1 (202) 555-0199", kept: "+12025550199" },
  sms: { address: "+1 202 555 0199", kept: "+12025550199" },
  messenger: { address: "6000000000000999", kept: "6000000000000999" },
  instagram: { address: "7000000000000999", kept: "7000000000000999" },
  x: { address: "999", kept: "999" },
};

describe.each(CHANNELS)("a conversation on %s", (channel) => {
  it("is opened for a new contact, read back, and written to", async () => {
    const contact = { name: "Ada", ...(CONTACTS[channel] && { address: CONTACTS[channel].address }) };
    const { status, body } = await create({ channel, contact });
    expect(status).toBe(201);
    const windowed = ["whatsapp", "instagram", "messenger"].includes(channel);
    expect(body).toMatchObject({
      _id: String(body.id),
      organization_id: 1,
      kind: "external",
      channel,
      account_id: DEMO[channel].account.id,
      contact_id: expect.any(Number),
      contact: { id: body.contact_id, name: "Ada", address: CONTACTS[channel]?.kept ?? null, user_id: null },
      archived: false,
      created_at: "2026-03-01T09:00:00.000Z",
      window: { state: windowed ? "closed" : "none", opened_at: null },
    });
    const { visitor_token: _, socket_url: __, ...document } = body;
    expect((await get(body.id)).body).toEqual(document);
    const to = { conversation_id: body.id, contact_id: body.contact_id, message_text: "Hello" };
    expect((await post(backend(), channel, to)).status).toBe(windowed ? 422 : 201);
  });
});

describe.each(Object.keys(CONTACTS) as Channel[])("the same contact on %s", (channel) => {
  const contact = { address: CONTACTS[channel]!.address };

  it("has one conversation, found the second time", async () => {
    const first = await create({ channel, contact });
    const again = await create({ channel, contact: { address: CONTACTS[channel]!.kept } });
    expect([again.status, again.body]).toEqual([200, first.body]);
  });

  it("has one conversation when two open it at once", async () => {
    const opened = await Promise.all(Array.from({ length: 8 }, () => create({ channel, contact })));
    expect(new Set(opened.map(({ body }) => body.id)).size).toBe(1);
    expect(opened.map(({ status }) => status).sort()).toEqual([...Array(7).fill(200), 201]);
  });
});

describe("an address", () => {
  it.each([
    ["whatsapp", { address: "12" }, "/contact/address", "invalid_address"],
    ["whatsapp", { address: "me@example.com" }, "/contact/address", "invalid_address"],
    ["sms", { address: "not a number" }, "/contact/address", "invalid_address"],
    ["sms", {}, "/contact/address", "missing"],
    ["whatsapp", {}, "/contact/address", "missing"],
    ["messenger", { address: "+12025550199" }, "/contact/address", "invalid_address"],
    ["instagram", { address: "ada" }, "/contact/address", "invalid_address"],
    ["sms", { address: "+12025550199", user_id: "US.1" }, "/contact/user_id", "invalid_user_id"],
    ["whatsapp", { user_id: "12345" }, "/contact/user_id", "invalid_user_id"],
  ])("that %s has no use for is refused: %j", async (channel, contact, path, code) => {
    const answer = await refused({ channel, contact });
    expectProblem(answer, 422);
    expect(violationsOf(answer)).toEqual([[path, code]]);
  });

  it("may be WhatsApp's business-scoped id, for people who hide their phone", async () => {
    const contact = { user_id: "US.13491208655302741918" };
    const first = await create({ channel: "whatsapp", contact });
    expect([first.status, first.body.contact]).toMatchObject([201, { address: null, ...contact }]);
    expect((await create({ channel: "whatsapp", contact })).body.id).toBe(first.body.id);
  });

  it("makes one contact of the same person on two channels", async () => {
    const contact = { address: "+12025550199" };
    const [one, other] = [
      await create({ channel: "sms", contact }),
      await create({ channel: "whatsapp", contact }),
    ];
    expect(other.body.id).not.toBe(one.body.id);
    expect(other.body.contact_id).toBe(one.body.contact_id);
  });
});

describe("the account of a conversation", () => {
  it("is the only one on the channel, the one that is named, and never one on another channel", async () => {
    const contact = { address: "+12025550199" };
    const wrong = await refused({ channel: "sms", contact, account_id: "demowhatsapp" });
    expectProblem(wrong, 422);
    expect(violationsOf(wrong)).toEqual([["/account_id", "wrong_channel"]]);
    expectProblem(await refused({ channel: "sms", contact, account_id: "nobody" }), 404);
    const second = {
      ...DEMO.sms.account,
      id: "second",
      provider_ids: { account_sid: "AC1", number: "+12025550116" },
    };
    const more = {
      organization_id: 1,
      channel: "sms" as const,
      human_agent: "none" as const,
      ad_window_days: 1,
    };
    await directory(backend().items).putAccount({ ...second, ...more });
    const unclear = await refused({ channel: "sms", contact });
    expectProblem(unclear, 422);
    expect(violationsOf(unclear)).toEqual([["/account_id", "ambiguous"]]);
    expect(unclear.body.detail).toContain("demosms, second");
    const named = await create({ channel: "sms", contact, account_id: "second" });
    expect([named.status, named.body.account_id]).toEqual([201, "second"]);
    const other = await create({ channel: "sms", contact, account_id: "demosms" });
    expect([other.status, other.body.id === named.body.id]).toEqual([201, false]);
  });
});

describe("a web chat's visitor", () => {
  it("gets a token that opens their socket and nobody else's, and that is stored nowhere", async () => {
    const { body } = await create({ channel: "webchat" });
    const token = body.visitor_token!;
    expect(body.socket_url).toBe(`wss://api.example.com/webchat?conversation_id=${body.id}&token=${token}`);
    expect(JSON.stringify(backend().stored())).not.toContain(token);
    const connect = async (conversation_id: number, given: string) => {
      const answer = await createSocket(backend().parts("webchat"))({
        requestContext: { eventType: "CONNECT", connectionId: "c1", requestId: "r1" },
        queryStringParameters: { conversation_id: String(conversation_id), token: given },
      } as never);
      return (answer as { statusCode: number }).statusCode;
    };
    expect(await connect(body.id, token)).toBe(200);
    expect(await connect(body.id, "wrong")).toBe(401);
    expect(await connect(DEMO.webchat.conversation, token)).toBe(401);
  });

  it("whose conversation is there already is given no token that would not open it", async () => {
    const asked = { channel: "webchat", contact: { address: "customer-7" } };
    const first = await create(asked);
    expect(first.body.visitor_token).toMatch(/^[\w-]{43}$/);
    const again = await create(asked);
    expect([again.status, again.body.id]).toEqual([200, first.body.id]);
    expect(again.body).not.toHaveProperty("visitor_token");
    expect(again.body).not.toHaveProperty("socket_url");
  });
});

describe.each(["team", "note"])("a conversation of kind %s", (kind) => {
  it("is among members: no channel, contact or window, and each is its own", async () => {
    const { status, body } = await create({ kind });
    expect(status).toBe(201);
    expect(body).toMatchObject({ kind, channel: null, account_id: null, contact_id: null, window: null });
    expect((await get(body.id)).body).toEqual(body);
    expect((await create({ kind })).body.id).not.toBe(body.id);
  });
});

describe("a request for a conversation", () => {
  it.each([
    [{}, ["/channel"]],
    [{ channel: "fax" }, ["/channel"]],
    [{ kind: "party" }, ["/kind", "/channel"]],
    [{ channel: "sms", contact: "Ada" }, ["/contact"]],
    [{ channel: "sms", contact: { address: 5 } }, ["/contact/address"]],
    [{ channel: "sms", contact: { address: "x".repeat(257) } }, ["/contact/address"]],
    [{ channel: "sms", contact: { address: "+12025550199" }, account_id: 7 }, ["/account_id"]],
    [[], [""]],
    [null, [""]],
  ])("of %j is refused with the places named", async (body, paths) => {
    const answer = await refused(body);
    expectProblem(answer, 400);
    expect(answer.body.errors.map(({ path }) => path)).toEqual(paths);
  });
});
