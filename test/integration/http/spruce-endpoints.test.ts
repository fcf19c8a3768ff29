import { describe, expect, it } from "vitest";
import { createHandler } from "../../../functions/spruce/send-from-endpoint.ts";
import { createHandler as createSocket } from "../../../functions/webchat/webchat-socket.ts";
import { DEMO } from "../../../infra/local/demo.ts";
import { directory } from "../../../shared/store/directory.ts";
import { type Asked, call } from "../../support/calls.ts";
import { eachWithBackend } from "./fixture.ts";
import { addOtherOrganization, OTHER_KEY } from "./other-organization.ts";
import { listConversations } from "./reading.ts";
import { changingNothing } from "./refused.ts";
import { eventsOf, page, type SpruceAnswer, type SpruceProblem, text } from "./spruce.ts";

const backend = eachWithBackend();

interface FromEndpoint extends SpruceAnswer {
  postMessageRequestId: string;
  conversation: { id: string; type: string; internalEndpoint: { id: string } };
  visitor_token?: string;
  socket_url?: string;
}

const send = <Body = FromEndpoint>(account: string, body: unknown, asked: Asked = {}) => {
  backend().clock.add(1);
  const route = "POST /v1/internalendpoints/{internalEndpointId}/conversations";
  const params = { internalEndpointId: account };
  return call<Body>(createHandler(backend().parts()), route, { params, body, ...asked });
};
const SMS = DEMO.sms.account.id;
const CHAT = DEMO.webchat.account.id;
const hello = { body: [text("Hello")] };
const toPhone = (phone: string, message: unknown = hello) => ({
  destination: { smsOrEmailEndpoint: phone },
  message,
});
const toContact = (contactId: number, more: Record<string, unknown> = {}, message: unknown = hello) => ({
  destination: { secureEndpoint: { contactId: String(contactId), ...more } },
  message,
});

describe("a message from an endpoint of Spruce's", () => {
  it("leaves by SMS to a phone number, in the conversation that is there or a new one", async () => {
    const known = await send(SMS, toPhone(DEMO.sms.contact.address!));
    expect(known.status).toBe(200);
    expect(known.body).toEqual({
      requestId: `asyncRequest_${known.body.outgoing.id}`,
      requestID: known.body.requestId,
      postMessageRequestId: known.body.requestId,
      conversation: expect.objectContaining({
        object: "conversation",
        id: String(DEMO.sms.conversation),
        type: "phone",
      }),
      outgoing: expect.objectContaining({ status: "queued", adaptations: [] }),
    });
    const fresh = await send(SMS, toPhone("(202) 555-0188".replace("(", "+1 (")));
    expect([fresh.status, fresh.body.conversation]).toMatchObject([
      200,
      { externalParticipants: [{ endpoint: { channel: "phone", rawValue: "+12025550188" } }] },
    ]);
    const again = await send(SMS, toPhone("+12025550188"));
    expect(again.body.conversation.id).toBe(fresh.body.conversation.id);
    expect(
      backend()
        .jobs()
        .map(({ queue }) => queue),
    ).toEqual(["sms", "sms", "sms"]);
    const events = await eventsOf(backend(), "message.created");
    expect(events.at(-1)?.data.request_id).toBe(again.body.postMessageRequestId);
  });

  it("leaves by web chat to a contact, where they have one", async () => {
    const { status, body } = await send(CHAT, toContact(DEMO.webchat.contact.id, { subject: "Billing" }));
    expect([status, body.conversation, body.visitor_token]).toMatchObject([
      200,
      { id: String(DEMO.webchat.conversation), type: "secure", internalEndpoint: { id: CHAT } },
      undefined,
    ]);
    expect(body.outgoing.adaptations).toEqual([
      expect.objectContaining({
        code: "subject_dropped",
        path: "/destination/secureEndpoint/subject",
      }),
    ]);
    expect(backend().jobs()).toMatchObject([{ queue: "webchat" }]);
  });

  it("opens a web chat for a contact who has none, with the token that lets them in", async () => {
    const { body } = await send(CHAT, toContact(DEMO.sms.contact.id));
    expect(body.conversation).toMatchObject({ associatedContactIds: [String(DEMO.sms.contact.id)] });
    const query = { conversation_id: body.conversation.id, token: body.visitor_token! };
    expect(body.socket_url).toContain(query.token);
    const opened = await createSocket(backend().parts("webchat"))({
      requestContext: { connectionId: "c", requestId: "1", eventType: "CONNECT" },
      queryStringParameters: query,
    } as unknown as Parameters<ReturnType<typeof createSocket>>[0]);
    expect(opened).toMatchObject({ statusCode: 200 });
    const later = await send(CHAT, toContact(DEMO.sms.contact.id));
    expect(later.body.conversation.id).toBe(body.conversation.id);
    expect(later.body.visitor_token).toBeUndefined();
  });

  it("goes where deliveryMethod says: any web chat, this endpoint's own, or a new one", async () => {
    const other = { ...DEMO.webchat.account, id: "otherchat", provider_ids: { inbox_identifier: "other" } };
    const more = { organization_id: 1, channel: "webchat", human_agent: "none", ad_window_days: 1 } as const;
    await directory(backend().items).putAccount({ ...other, ...more });
    const contact = DEMO.webchat.contact.id;
    const used = async (deliveryMethod: string | undefined) =>
      (await send("otherchat", toContact(contact, { deliveryMethod }))).body.conversation;
    expect((await used(undefined)).id).toBe(String(DEMO.webchat.conversation));
    expect((await used("any_available_secure_conversation")).id).toBe(String(DEMO.webchat.conversation));
    const own = await used("only_conversations_matching_internal_endpoint");
    expect([own.id === String(DEMO.webchat.conversation), own.internalEndpoint.id]).toEqual([
      false,
      "otherchat",
    ]);
    expect((await used("only_conversations_matching_internal_endpoint")).id).toBe(own.id);
    expect((await used("any_available_secure_conversation")).id).toBe(own.id);
    const fresh = await used("new_conversation");
    expect([own.id, String(DEMO.webchat.conversation)]).not.toContain(fresh.id);
    const { data } = (await listConversations(backend(), { contact_id: String(contact) })).body;
    expect(data).toHaveLength(3);
  });

  it("is one message in one conversation for one key, even where a new one was asked for", async () => {
    const headers = { "s-idempotency-key": "once" };
    const body = toContact(DEMO.webchat.contact.id, { deliveryMethod: "new_conversation" });
    const first = await send(CHAT, body, { headers });
    const again = await send(CHAT, body, { headers });
    expect([again.status, again.body.requestId, again.body.conversation]).toEqual([
      200,
      first.body.requestId,
      first.body.conversation,
    ]);
    expect(backend().jobs()).toHaveLength(1);
    const elsewhere = [
      await send<SpruceProblem>(CHAT, toContact(DEMO.sms.contact.id), { headers }),
      await send<SpruceProblem>(CHAT, { ...body, message: { body: [text("Bye")] } }, { headers }),
      await send<SpruceProblem>(SMS, toPhone("+12025550188"), { headers }),
    ];
    expect(elsewhere.map(({ status }) => status)).toEqual([422, 422, 422]);
    expect(backend().jobs()).toHaveLength(1);
  });
});

describe("a message from an endpoint is refused in Spruce's shape", () => {
  const refused = async (account: string, body: unknown, asked: Asked = {}) => {
    const answer = await changingNothing(backend(), () => send<SpruceProblem>(account, body, asked));
    expect(answer.body).toMatchObject({
      statusCode: answer.status,
      requestId: answer.headers["s-request-id"],
    });
    return [answer.status, ...answer.body.errors.map(({ path }) => path)];
  };

  it.each([
    [{ message: hello }, 400, "/destination"],
    [{ destination: {}, message: hello }, 400, "/destination"],
    [{ destination: { smsOrEmailEndpoint: "" }, message: hello }, 400, "/destination"],
    [
      { destination: { smsOrEmailEndpoint: "+12025550188", faxEndpoint: "+12025550188" }, message: hello },
      400,
      "/destination",
    ],
    [{ destination: { secureEndpoint: {} }, message: hello }, 400, "/destination/secureEndpoint/contactId"],
    [
      { destination: { secureEndpoint: { contactId: 204, deliveryMethod: "pigeon" } }, message: hello },
      400,
      "/destination/secureEndpoint/deliveryMethod",
    ],
    [{ destination: { smsOrEmailEndpoint: "+12025550188" } }, 400, "/message"],
    [toPhone("+12025550188", { body: [] }), 400, "/message/body"],
    [toPhone("+12025550188", { body: [text("")] }), 400, "/message/body"],
    [{ destination: { faxEndpoint: "+12025550188" }, message: hello }, 422, "/destination/faxEndpoint"],
    [toPhone("ada@example.com"), 422, "/destination/smsOrEmailEndpoint"],
    [toPhone("12"), 422, "/destination/smsOrEmailEndpoint"],
    [{ ...toPhone("+12025550188"), sendAt: "2026-04-01T00:00:00Z" }, 422, "/sendAt"],
    [toPhone("+12025550188", { body: [text("Hi"), page("agent")] }), 422, "/message/body/1"],
    [toPhone(DEMO.sms.contact.address!, { ...hello, author: "nobody" }), 422, "/message/author"],
  ])("%j", async (body, status, path) => {
    expect(await refused(SMS, body)).toEqual([status, path]);
  });

  it("from an account that is foreign, absent, or on another channel", async () => {
    await addOtherOrganization(backend());
    expect(await refused("nobody", toPhone("+12025550188"))).toEqual([404]);
    expect(await refused(SMS, toPhone("+12025550188"), { key: OTHER_KEY })).toEqual([404]);
    expect(await refused(CHAT, toPhone("+12025550188"))).toEqual([422, "/internalEndpointId"]);
    expect(await refused(SMS, toContact(DEMO.webchat.contact.id))).toEqual([422, "/internalEndpointId"]);
    expect(await refused(DEMO.whatsapp.account.id, toPhone("+12025550188"))).toEqual([
      422,
      "/internalEndpointId",
    ]);
  });

  it("to a contact of nobody, without a token, and as a preview", async () => {
    expect(await refused(CHAT, toContact(999_999))).toEqual([404]);
    expect(await refused(CHAT, toContact(204), { key: null })).toEqual([403]);
    expect(await refused(CHAT, toContact(204), { query: { preview: "true" } })).toEqual([422, "/preview"]);
  });
});
