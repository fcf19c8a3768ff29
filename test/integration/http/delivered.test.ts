import { describe, expect, it } from "vitest";
import { createHandler as createGet } from "../../../functions/conversations/get-message.ts";
import { DEMO } from "../../../infra/local/demo.ts";
import type { Channel } from "../../../shared/domain/channel.ts";
import { visitorStore } from "../../../shared/store/visitors.ts";
import { until } from "../../infra/sandbox/helper.ts";
import { call } from "../../support/calls.ts";
import { post } from "./channels.ts";
import { SAMPLES, upload } from "./uploads.ts";
import { eachWithSandbox } from "./with-sandbox.ts";
import { work } from "./work.ts";

const at = eachWithSandbox();

/** A posted message once its channel's queue was worked, as it is read back. */
const delivered = async (channel: Channel, body: Record<string, unknown>) => {
  const { status, body: accepted } = await post(at.embedded, channel, body);
  expect([status, accepted.status]).toEqual([201, "queued"]);
  await work(at.embedded, channel);
  const { body: read } = await call(
    createGet(at.embedded.parts()),
    "GET /conversations/{id}/messages/{message_id}",
    { params: { id: String(DEMO[channel].conversation), message_id: accepted.id } },
  );
  return read;
};

/** What the provider got of the last calls, oldest first. */
const received = (channel: Channel, count = 1) => at.sandbox.received({ channel, limit: count }).reverse();

const handle = (channel: Channel, id: string, part = 0) => `${DEMO[channel].conversation}.${id}${part}`;
const link = /^http:\/\/127\.0\.0\.1:\d+\/bucket\/1\/[0-9a-z]{26}\/photo\.png\?.*signature=/;

describe("a text that is accepted", () => {
  it("is sent on WhatsApp to the number, with our stamp on it", async () => {
    const message = await delivered("whatsapp", { message_text: "Hello" });
    const [entry] = received("whatsapp");
    expect(entry!.body).toEqual({
      messaging_product: "whatsapp",
      recipient_type: "individual",
      to: "+12025550101",
      biz_opaque_callback_data: handle("whatsapp", message.id),
      type: "text",
      text: { body: "Hello" },
    });
    const [part] = message.parts;
    expect([message.status, part!.status]).toEqual(["sent", "sent"]);
    expect(entry!.answer!.body).toMatchObject({ messages: [{ id: part!.provider_message_id }] });
    expect(entry!.path).toBe("/v25.0/100000000000101/messages");
  });

  it("is sent on Messenger as a response, with our stamp on it", async () => {
    const message = await delivered("messenger", { message_text: "Hello" });
    expect(message.status).toBe("sent");
    expect(received("messenger")[0]!.body).toEqual({
      recipient: { id: "6000000000000103" },
      messaging_type: "RESPONSE",
      message: { text: "Hello", metadata: handle("messenger", message.id) },
    });
  });

  it("is sent on Instagram with what Instagram Login knows and nothing else", async () => {
    const message = await delivered("instagram", { message_text: "Hello" });
    expect(message.status).toBe("sent");
    expect(received("instagram")[0]!.body).toEqual({
      recipient: { id: "7000000000000102" },
      message: { text: "Hello" },
    });
  });

  it("is sent as an SMS, its callback naming the part", async () => {
    const message = await delivered("sms", { message_text: "Hello" });
    const [entry] = received("sms");
    expect(message.status).toBe("sent");
    expect(entry!.body).toEqual({
      To: "+12025550105",
      From: "+12025550115",
      Body: "Hello",
      StatusCallback: `${at.embedded.settings.publicUrl}/webhooks/twilio?handle=${handle("sms", message.id)}`,
    });
    expect(entry!.answer!.body).toMatchObject({ sid: message.parts[0]!.provider_message_id });
  });

  it("is sent on X to the contact whom the address names", async () => {
    const message = await delivered("x", { message_text: "Hello" });
    const [entry] = received("x");
    expect([entry!.path, entry!.body]).toEqual([
      "/2/dm_conversations/with/1000000000000207/messages",
      { text: "Hello" },
    ]);
    expect(message.status).toBe("sent");
    expect(entry!.answer!.body).toMatchObject({
      data: { dm_event_id: message.parts[0]!.provider_message_id },
    });
  });

  it("is put before the web chat's visitor", async () => {
    const message = await delivered("webchat", { message_text: "Hello" });
    expect(message).toMatchObject({ status: "sent", parts: [{ provider_message_id: `${message.id}0` }] });
    const shown = await visitorStore(at.embedded.items, () => at.embedded.clock.now).after(104, 0, 10);
    expect(shown).toMatchObject([
      { seq: 1, id: `${message.id}0`, direction: "outgoing", payload: { type: "text", text: "Hello" } },
    ]);
  });

  it("is read and answered by the playground's contact", async () => {
    const message = await delivered("playground", { message_text: "Hello" });
    expect(message.status).toBe("read");
    const answers = at.embedded
      .stored()
      .flatMap(({ kind, message: kept }) => (kind === "incoming" ? [kept] : []));
    expect(answers).toContainEqual(expect.objectContaining({ message_text: "You wrote: Hello" }));
  });
});

describe("an image with a caption that is accepted", () => {
  const image = async (channel: Channel) => {
    const { s3_key } = await upload(at.embedded, SAMPLES.png, DEMO[channel].conversation);
    return delivered(channel, { message_type: "image", message_text: "Look!", s3_key });
  };

  it("is uploaded to WhatsApp and sent by the id it got there", async () => {
    const message = await image("whatsapp");
    expect(message.status).toBe("sent");
    expect(received("whatsapp")[0]!.body).toMatchObject({
      type: "image",
      image: { id: expect.stringMatching(/^\d+$/), caption: "Look!" },
    });
  });

  it("is uploaded to X and sent with its text by the id it got there", async () => {
    const message = await image("x");
    expect(message.status).toBe("sent");
    expect(received("x")[0]!.body).toEqual({
      text: "Look!",
      attachments: [{ media_id: expect.stringMatching(/^\d+$/) }],
    });
  });

  it.each(["messenger", "instagram"] as const)(
    "is sent on %s by a signed link, the text after it",
    async (channel) => {
      const message = await image(channel);
      expect(message.parts.map(({ status }) => status)).toEqual(["sent", "sent"]);
      const [first, second] = received(channel, 2);
      expect(first!.body).toMatchObject({
        message: { attachment: { type: "image", payload: { url: expect.stringMatching(link) } } },
      });
      expect(second!.body).toMatchObject({ message: { text: "Look!" } });
      expect(at.origin.asked).toContain("GET bucket");
    },
  );

  it("is sent as one MMS, whose media answers Twilio's HEAD and GET", async () => {
    const message = await image("sms");
    expect(message.status).toBe("sent");
    const media = new RegExp(`^${at.embedded.settings.publicUrl}/media/1\\.[0-9a-z]{26}\\.\\d+\\.`);
    expect(received("sms")[0]!.body).toMatchObject({
      Body: "Look!",
      MediaUrl: [expect.stringMatching(media)],
    });
    await until(() => at.origin.asked.includes("GET bucket"));
    expect(at.origin.asked).toEqual(["HEAD media", "GET media", "GET bucket"]);
    expect(received("sms")[0]!.notes).toEqual([]);
  });

  it("is put before the web chat's visitor by its key, never by a link that grows old", async () => {
    const message = await image("webchat");
    expect(message.status).toBe("sent");
    const shown = await visitorStore(at.embedded.items, () => at.embedded.clock.now).after(104, 0, 10);
    const file = { key: message.s3_key, name: "photo.png", type: "image/png", size: 64 };
    expect(shown.map(({ payload }) => payload)).toEqual([{ type: "image", text: "Look!", file }]);
  });

  it("is read and answered by the playground's contact", async () => {
    expect((await image("playground")).status).toBe("read");
    const answers = at.embedded
      .stored()
      .flatMap(({ kind, message }) => (kind === "incoming" ? [message] : []));
    expect(answers).toContainEqual(expect.objectContaining({ message_text: "You wrote: Look!" }));
  });
});
