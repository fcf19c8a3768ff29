import { describe, expect, it } from "vitest";
import { DEMO_ORGANIZATION } from "../../../infra/local/demo.ts";
import { post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { listMessages } from "./reading.ts";
import { eventsOf, openInternal, page, postSpruce, type SpruceProblem, text } from "./spruce.ts";
import { SAMPLES, upload } from "./uploads.ts";

const backend = eachWithBackend();

describe("a Note conversation", () => {
  it("takes what is internal", async () => {
    const id = await openInternal(backend(), "note");
    const { status } = await postSpruce(backend(), id, { body: [text("Hi"), page("agent")], internal: true });
    const { data } = (await listMessages(backend(), id)).body;
    expect([status, data]).toMatchObject([
      200,
      [{ message_type: "note", channel: null, organization_id: DEMO_ORGANIZATION }],
    ]);
    expect(backend().jobs()).toEqual([]);
  });

  it.each([false, undefined])("refuses anything else at /internal (%s)", async (internal) => {
    const id = await openInternal(backend(), "note");
    const { status, body } = await postSpruce<SpruceProblem>(backend(), id, { body: [text("Hi")], internal });
    expect([status, body.errors]).toMatchObject([422, [{ path: "/internal", code: "notes_only" }]]);
    expect((await listMessages(backend(), id)).body.data).toEqual([]);
  });
});

describe("a Team conversation", () => {
  it("takes notes, and messages among its members; neither meets a provider", async () => {
    const id = await openInternal(backend(), "team");
    const { conversation_file_id: attachmentId } = await upload(backend(), SAMPLES.pdf, id);
    const attachments = [{ attachmentId, title: "plan.pdf" }];
    await postSpruce(backend(), id, { body: [text("Between us")], internal: true });
    await postSpruce(backend(), id, { body: [text("Hello all")], author: "agent" });
    await postSpruce(backend(), id, { body: [text("The plan")], attachments });
    const { data } = (await listMessages(backend(), id)).body;
    expect(data).toMatchObject([
      { message_type: "file", message_text: "The plan", file_name: "plan.pdf" },
      { message_type: "text", message_text: "Hello all", author: { kind: "person", member_id: "agent" } },
      { message_type: "note", message_text: "Between us" },
    ]);
    for (const one of data) {
      expect(one).toMatchObject({ direction: "internal", status: "stored", parts: [], channel: null });
    }
    expect(backend().jobs()).toEqual([]);
    const events = await eventsOf(backend(), "message.created");
    expect(events.map(({ is_note, is_final, channel }) => [is_note, is_final, channel])).toEqual(
      Array(3).fill([true, true, undefined]),
    );
  });

  it("answers a repeated key with the message it made", async () => {
    const id = await openInternal(backend(), "team");
    const headers = { "s-idempotency-key": "k" };
    const first = await postSpruce(backend(), id, { body: [text("Hi")] }, { headers });
    const again = await postSpruce(backend(), id, { body: [text("Hi")] }, { headers });
    expect(again.body).toEqual(first.body);
    expect((await listMessages(backend(), id)).body.data).toHaveLength(1);
  });

  it("is no conversation of an endpoint that sends", async () => {
    const id = await openInternal(backend(), "team");
    const to = { conversation_id: id, contact_id: undefined, organization_id: undefined };
    const { status, body } = await post(backend(), "sms", { ...to, message_text: "Hello" });
    expect([status, body]).toMatchObject([
      422,
      { errors: [{ path: "/conversation_id", code: "wrong_channel" }] },
    ]);
    const note = await post(backend(), "sms", { ...to, message_text: "Hello", message_type: "note" });
    expect(note.status).toBe(201);
  });
});
