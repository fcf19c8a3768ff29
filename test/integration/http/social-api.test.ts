import { describe, expect, it } from "vitest";
import { createHandler } from "../../../functions/social-api/send-social-api-message.ts";
import { DEMO, DEMO_BOT_KEY } from "../../../infra/local/demo.ts";
import type { Channel } from "../../../shared/domain/channel.ts";
import { type Asked, call } from "../../support/calls.ts";
import { eachWithBackend } from "./fixture.ts";
import { changingNothing } from "./refused.ts";
import { SAMPLES, upload } from "./uploads.ts";

const backend = eachWithBackend();

interface Answer {
  success: boolean;
  message_ids: string[];
  message_id: string;
  outgoing: { id: string; status: string; parts: { id: string }[]; adaptations: unknown[]; window: unknown };
}

interface SocialProblem {
  error: {
    code: string;
    message: string;
    meta: { errors: { path: string; code: string }[]; window?: unknown };
  };
  request_id: string;
}

const send = <Body = Answer>(channel: Channel, body: unknown, asked: Asked = {}) => {
  const handler = createHandler(backend().parts());
  const params = { id: String(DEMO[channel].conversation) };
  return call<Body>(handler, "POST /v1/inbox/conversations/{id}/messages", { params, body, ...asked });
};

const says = (channel: Channel, more: Record<string, unknown>) => ({
  account_id: DEMO[channel].account.id,
  ...more,
});

describe("a client written for social-api.ai", () => {
  it.each(["whatsapp", "instagram", "messenger", "webchat", "sms"] as const)(
    "sends a text on %s and is answered every field of the document",
    async (channel) => {
      const { status, body, headers } = await send(channel, says(channel, { text: "Thanks!" }));
      expect(status).toBe(200);
      expect(headers["x-request-id"]).toMatch(/./);
      const [part] = body.outgoing.parts;
      expect(body).toEqual({
        success: true,
        message_ids: [part!.id],
        message_id: part!.id,
        outgoing: {
          id: expect.stringMatching(/^[0-9a-z]{26}$/),
          status: "queued",
          parts: [expect.objectContaining({ status: "queued" })],
          adaptations: [],
          window: expect.objectContaining({ state: expect.any(String) }),
        },
      });
      expect(backend().jobs()).toHaveLength(1);
    },
  );

  it("sends files as bubbles of their own, in their order, by the hyphened id of the document", async () => {
    const first = await upload(backend(), SAMPLES.png, DEMO.playground.conversation);
    const second = await upload(backend(), SAMPLES.pdf, DEMO.playground.conversation);
    const id = first.conversation_file_id.toUpperCase().replace(/^(.{8})(.{4})/, "$1-$2-");
    const attachments = [
      { source: id, source_type: "media_id", type: "image" },
      { source: second.conversation_file_id, source_type: "media_id", type: "file" },
    ];
    const { status, body } = await send(
      "playground",
      says("playground", { attachments, attachment_url: "not even read" }),
    );
    expect(status).toBe(200);
    expect(body.message_ids).toEqual(body.outgoing.parts.map((part) => part.id));
    expect(body.message_ids).toHaveLength(2);
    expect(backend().jobs()[0]?.job).toMatchObject({
      message: { message_type: "image", files: [{ name: "photo.png" }, { name: "offer.pdf" }] },
    });
  });

  it("sends the document's own example, with its own ids put in", async () => {
    const file = await upload(backend(), SAMPLES.png, DEMO.messenger.conversation);
    const button = {
      payload: "VIEW_ORDER",
      title: "View order",
      type: "url",
      url: "https://shop.example.com/orders/1",
    };
    const { status, body } = await send(
      "messenger",
      says("messenger", {
        attachment_url: "https://cdn.example.com/photo.jpg",
        attachments: [{ source: file.conversation_file_id, source_type: "media_id", type: "image" }],
        buttons: [button],
        cards: [
          {
            buttons: [button],
            image_url: "https://cdn.example.com/p.jpg",
            subtitle: "Short description",
            title: "Product name",
          },
        ],
        message_tag: "HUMAN_AGENT",
        quick_replies: [{ payload: "TRACK_ORDER", title: "Track my order" }],
        reply_to_message_id: "m_1234567890",
        text: "Thanks for your message!",
      }),
    );
    expect([status, body.success]).toEqual([200, true]);
    const { parts, message } = backend().jobs()[0]!.job;
    expect(body.message_ids).toHaveLength(parts.length);
    expect(message.adaptations.map(({ code }) => code)).toEqual(["tag_dropped", "caption_moved"]);
    const said = parts.map(({ payload }) => payload.message as Record<string, unknown>);
    expect(said).toMatchObject([
      { attachment: { type: "image" } },
      { attachment: { payload: { template_type: "button", text: "Thanks for your message!" } } },
      {
        attachment: { payload: { template_type: "generic" } },
        quick_replies: [{ title: "Track my order", payload: "TRACK_ORDER" }],
      },
    ]);
    expect(parts.map(({ payload }) => payload.reply_to)).toEqual([
      { mid: "m_1234567890" },
      undefined,
      undefined,
    ]);
  });

  it("has one message for one Idempotency-Key", async () => {
    const headers = { "idempotency-key": "once" };
    const first = await send("sms", says("sms", { text: "Hi" }), { headers });
    const again = await send("sms", says("sms", { text: "Hi" }), { headers });
    expect(again.body.message_ids).toEqual(first.body.message_ids);
    expect(again.headers["idempotent-replayed"]).toBe("true");
    expect(backend().jobs()).toHaveLength(1);
  });

  it("sees what would be sent without sending it", async () => {
    const { status, body } = await send<{ preview: boolean }>("sms", says("sms", { text: "Hi" }), {
      query: { preview: "true" },
    });
    expect([status, body]).toMatchObject([200, { preview: true, parts: [{ payload: { Body: "Hi" } }] }]);
    expect(backend().jobs()).toEqual([]);
  });
});

describe("is refused in social-api.ai's own shape", () => {
  const refused = async (channel: Channel, body: unknown, asked: Asked = {}) => {
    const answer = await changingNothing(backend(), () => send<SocialProblem>(channel, body, asked));
    expect(answer.headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(answer.body).toEqual({
      error: {
        code: expect.stringMatching(/^[a-z]+\.[a-z_]+$/),
        message: expect.any(String),
        meta: expect.any(Object),
      },
      request_id: answer.headers["x-request-id"],
    });
    const { code, message, meta } = answer.body.error;
    return { status: answer.status, code, message, paths: meta.errors.map(({ path }) => path), meta };
  };

  it("without a key, or with a wrong one", async () => {
    expect(await refused("sms", says("sms", { text: "Hi" }), { key: null })).toMatchObject({
      status: 401,
      code: "auth.invalid_key",
    });
    expect(await refused("sms", { text: 7 }, { key: "wrong" })).toMatchObject({ status: 401 });
  });

  it("for a conversation or an account that is not the caller's, alike", async () => {
    const text = "Hi";
    const foreign = await refused("sms", says("sms", { text }), { params: { id: "9007199254740000" } });
    const other = await refused("sms", { account_id: DEMO.whatsapp.account.id, text });
    const odd = await refused("sms", says("sms", { text }), { params: { id: "conv_abc" } });
    expect([foreign, other, odd].map(({ status, code }) => [status, code])).toEqual(
      Array(3).fill([404, "resource.not_found"]),
    );
  });

  it("when account_id is missing, when a field has another type", async () => {
    expect(await refused("sms", { text: "Hi" })).toMatchObject({ status: 400, paths: ["/account_id"] });
    expect(await refused("sms", says("sms", { text: "Hi", attachments: "x" }))).toMatchObject({
      status: 400,
      paths: ["/attachments"],
    });
  });

  it("when there is nothing to send", async () => {
    const empty = { attachments: [], buttons: [], cards: [], quick_replies: [], attachment_url: "" };
    const answer = await refused("sms", says("sms", empty));
    expect(answer).toMatchObject({ status: 422, paths: ["/text"] });
    expect(answer.message).toBe("/text: A text message needs text.");
  });

  it("when buttons or quick replies have no text, or are too many", async () => {
    const button = { type: "url", title: "Open", url: "https://shop.example.com", payload: "X" };
    expect(await refused("messenger", says("messenger", { buttons: [button] }))).toMatchObject({
      status: 422,
      paths: ["/text"],
    });
    const many = says("messenger", { text: "Hi", buttons: Array(4).fill(button) });
    expect(await refused("messenger", many)).toMatchObject({ status: 422, paths: ["/buttons"] });
  });

  it("with 410 and the window when the reply window is closed", async () => {
    backend().clock.add(24 * 3_600_000);
    const late = await refused("messenger", says("messenger", { text: "Hi" }), { key: DEMO_BOT_KEY });
    expect(late).toMatchObject({
      status: 410,
      code: "conversation.window_closed",
      meta: { window: { state: "closed" } },
    });
  });
});
