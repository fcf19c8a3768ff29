import { describe, expect, it, vi } from "vitest";
import { createHandler } from "../../../functions/spruce/send-spruce-message.ts";
import { DEMO, DEMO_BOT_KEY, DEMO_KEY } from "../../../infra/local/demo.ts";
import { log } from "../../../shared/lambda/log.ts";
import { directory } from "../../../shared/store/directory.ts";
import { messageStore } from "../../../shared/store/messages.ts";
import { call } from "../../support/calls.ts";
import { eachWithBackend } from "./fixture.ts";
import { withoutMessages } from "./interrupted.ts";
import { archive, getConversation, listMessages } from "./reading.ts";
import { addTeam, eventsOf, page, postSpruce, ROUTE, text } from "./spruce.ts";
import { SAMPLES, upload } from "./uploads.ts";
import { work } from "./work.ts";

const backend = eachWithBackend();
const id = DEMO.sms.conversation;
const sent = async () => (await listMessages(backend(), id)).body.data[0]!;
const isArchived = async () => (await getConversation(backend(), id)).body.archived;

describe("a client written for Spruce", () => {
  it.each(["whatsapp", "instagram", "messenger", "webchat", "sms", "playground"] as const)(
    "posts a text on %s and is answered with the request's id, under both of its spellings",
    async (channel) => {
      const { conversation } = DEMO[channel];
      const { status, body, headers } = await postSpruce(backend(), conversation, { body: [text("Hello")] });
      expect(status).toBe(200);
      expect(body).toEqual({
        requestId: `asyncRequest_${body.outgoing.id}`,
        requestID: body.requestId,
        outgoing: {
          id: expect.stringMatching(/^[0-9a-z]{26}$/),
          status: "queued",
          parts: [expect.objectContaining({ status: "queued" })],
          adaptations: [],
          window: expect.objectContaining({ state: expect.any(String) }),
        },
      });
      expect(headers["s-request-id"]).toBe(headers["x-request-id"]);
      expect(backend().jobs()).toHaveLength(1);
    },
  );

  it("posts every field of the document at once", async () => {
    const file = await upload(backend(), SAMPLES.png, id);
    const attachmentId = file.conversation_file_id.toUpperCase().replace(/^(.{8})(.{4})/, "$1-$2-");
    const { status } = await postSpruce(backend(), id, {
      body: [text("Hello, "), text("how are you?")],
      internal: false,
      author: "agent",
      stayArchived: true,
      attachments: [{ attachmentId, title: "My Image.png" }],
    });
    expect(status).toBe(200);
    expect(backend().jobs()[0]?.job.message).toMatchObject({
      message_type: "image",
      message_text: "Hello, how are you?",
      author: { kind: "person", member_id: "agent" },
      files: [{ id: file.conversation_file_id, name: "My Image.png" }],
      stay_archived: true,
    });
  });

  it.each([
    ["null", { internal: null, author: null, stayArchived: null, attachments: null }],
    ["nothing", {}],
    ["empty", { author: "", attachments: [] }],
  ])("may give %s for all that is not required", async (_, more) => {
    const { status } = await postSpruce(backend(), id, { body: [text("Hi")], ...more });
    expect([status, await sent()]).toMatchObject([
      200,
      { message_type: "text", author: { kind: "bot", member_id: "organization" } },
    ]);
  });

  it("sees what would be sent without sending it", async () => {
    const asked = { query: { preview: "true" } };
    const { status, body } = await postSpruce<object>(backend(), id, { body: [text("Hi")] }, asked);
    expect([status, body]).toMatchObject([200, { preview: true, parts: [{ payload: { Body: "Hi" } }] }]);
    expect(backend().jobs()).toEqual([]);
  });
});

describe("the request's id", () => {
  it("is the same for a key that is repeated, under either of its headers, and is one message", async () => {
    const body = { body: [text("Once")] };
    const first = await postSpruce(backend(), id, body, { headers: { "s-idempotency-key": "once" } });
    for (const header of ["s-idempotency-key", "idempotency-key"]) {
      const again = await postSpruce(backend(), id, body, { headers: { [header]: "once" } });
      expect([again.status, again.body.requestId]).toEqual([200, first.body.requestId]);
      expect(again.headers["idempotent-replayed"]).toBe("true");
    }
    expect(backend().jobs()).toHaveLength(1);
  });

  it.each([false, true])("is in the message and in its event (internal: %s)", async (internal) => {
    const { body } = await postSpruce(backend(), id, { body: [text("Hi")], internal });
    expect(await sent()).toMatchObject({ id: body.outgoing.id, request_id: body.requestId });
    const [created] = await eventsOf(backend(), "message.created");
    expect(created).toMatchObject({
      message_id: body.outgoing.id,
      is_note: internal,
      data: { request_id: body.requestId },
    });
  });

  it("is in the message that only the worker could store", async () => {
    vi.spyOn(log, "warn").mockImplementation(() => {});
    backend().clock.add(1);
    const parts = { ...backend().parts(), items: withoutMessages(backend().items) };
    const params = { conversationId: String(DEMO.webchat.conversation) };
    const { status, body } = await call<{ requestId: string }>(createHandler(parts), ROUTE, {
      params,
      body: { body: [text("Hi")] },
    });
    vi.restoreAllMocks();
    expect([status, body]).toMatchObject([200, { outgoing: { retry_after: 2 } }]);
    await work(backend(), "webchat");
    const { data } = (await listMessages(backend(), DEMO.webchat.conversation)).body;
    expect(data[0]).toMatchObject({ request_id: body.requestId, status: "sent" });
  });
});

describe("the author", () => {
  const authorOf = async (author: string | undefined, key: string) => {
    await addTeam(backend());
    const { body } = await postSpruce(backend(), id, { body: [text("Hi")], author }, { key });
    const ref = { conversation_id: id, message_id: body.outgoing.id };
    return (await messageStore(backend().items).get(ref))?.message;
  };

  it.each([
    ["a person's", undefined, DEMO_KEY, "bot", "organization"],
    ["a person's", "organization", DEMO_KEY, "bot", "organization"],
    ["a person's", "billing", DEMO_KEY, "bot", "billing"],
    ["a person's", "agent", DEMO_KEY, "person", "agent"],
    ["a bot's", "agent", DEMO_BOT_KEY, "bot", "agent"],
    ["a bot's", undefined, DEMO_BOT_KEY, "bot", "organization"],
  ])("by %s key, when it is %s", async (_, author, key, kind, member_id) => {
    expect(await authorOf(author, key)).toMatchObject({ author: { kind, member_id } });
  });

  it("lets a late reply leave under HUMAN_AGENT only when it is a teammate, with the key of a person", async () => {
    const { conversation, account } = DEMO.messenger;

    await directory(backend().items).putAccount({
      ...account,
      organization_id: 1,
      channel: "messenger",
      human_agent: "auto",
      ad_window_days: 1,
    });
    backend().clock.add(25 * 3_600_000);
    const reply = async (author: string | undefined, key: string) =>
      (await postSpruce(backend(), conversation, { body: [text("Hi")], author }, { key })).status;
    expect(await reply("agent", DEMO_KEY)).toBe(200);
    expect(await reply("agent", DEMO_BOT_KEY)).toBe(422);
    expect(await reply(undefined, DEMO_KEY)).toBe(422);
  });
});

describe("an archived conversation", () => {
  const post = (stayArchived: boolean | undefined, internal: boolean) =>
    postSpruce(backend(), id, { body: [text("Hi")], stayArchived, internal });

  it.each([
    [true, false],
    [true, true],
    [false, false],
    [undefined, false],
    [undefined, true],
  ])("with stayArchived %s stays so or comes back (internal: %s)", async (stay, internal) => {
    await archive(backend(), id);
    await post(stay, internal);
    expect(await isArchived()).toBe(stay === true);
  });

  it.each([true, false])("is never made of an open one (internal: %s)", async (internal) => {
    await post(true, internal);
    expect(await isArchived()).toBe(false);
  });

  it.each([true, false])("with stayArchived %s does so when the worker stores the message", async (stay) => {
    vi.spyOn(log, "warn").mockImplementation(() => {});
    const { conversation } = DEMO.webchat;
    await archive(backend(), conversation);
    const items = { ...withoutMessages(backend().items) };
    const write = items.write;
    items.write = async (change) => {
      if ("update" in change && change.update.sk === "conversation") throw new Error("The disk is full");
      return write(change);
    };
    const params = { conversationId: String(conversation) };
    await call(createHandler({ ...backend().parts(), items }), ROUTE, {
      params,
      body: { body: [text("Hi")], stayArchived: stay },
    });
    vi.restoreAllMocks();
    expect((await getConversation(backend(), conversation)).body.archived).toBe(true);
    await work(backend(), "webchat");
    expect((await getConversation(backend(), conversation)).body.archived).toBe(stay);
  });
});

describe("an internal message", () => {
  it("is a note that calls its members, and nothing of it is ever queued", async () => {
    await addTeam(backend());
    const { status, body } = await postSpruce(backend(), id, {
      body: [text("Please look, "), page("agent"), page("billing"), page("agent"), text("thanks")],
      internal: true,
    });
    expect([status, body.outgoing]).toMatchObject([200, { status: "stored", parts: [] }]);
    expect(await sent()).toMatchObject({
      message_type: "note",
      direction: "internal",
      message_text: "Please look, thanks",
      pages: ["agent", "billing"].map((member_id) => ({ member_id, resolved: false, resolved_at: null })),
    });
    expect(backend().jobs()).toEqual([]);
  });

  it("in a web chat is never among what its visitor is shown", async () => {
    const { conversation } = DEMO.webchat;
    const shown = () =>
      backend()
        .stored()
        .filter(({ pk }) => pk.startsWith("visitor#"));
    const before = shown();
    await postSpruce(backend(), conversation, { body: [text("Secret"), page("agent")], internal: true });
    await work(backend(), "webchat");
    expect(shown()).toEqual(before);
    await postSpruce(backend(), conversation, { body: [text("Hello")] });
    await work(backend(), "webchat");
    expect(JSON.stringify(shown())).toContain("Hello");
    expect(JSON.stringify(shown())).not.toContain("Secret");
  });

  it("may be a page and nothing else, and may carry five files", async () => {
    expect((await postSpruce(backend(), id, { body: [page("agent")], internal: true })).status).toBe(200);
    expect(await sent()).toMatchObject({ message_text: null, pages: [{ member_id: "agent" }] });
    const file = await upload(backend(), SAMPLES.pdf, id);
    const attachments = Array.from({ length: 5 }, (_, index) => ({
      attachmentId: file.conversation_file_id,
      title: `${index}.pdf`,
    }));
    const { status } = await postSpruce(backend(), id, { body: [text("")], internal: true, attachments });
    const note = await sent();
    expect([status, note.file_name, note.attachments?.length]).toEqual([200, "0.pdf", 5]);
  });
});
