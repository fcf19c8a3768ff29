import { describe, expect, it } from "vitest";
import { createHandler as createGet } from "../../../functions/conversations/get-message.ts";
import { createHandler as createTwilio } from "../../../functions/sms/webhook-twilio.ts";
import { DEMO } from "../../../infra/local/demo.ts";
import type { Channel } from "../../../shared/domain/channel.ts";
import type { Preview } from "../../../shared/messaging/preview-of.ts";
import { visitorStore } from "../../../shared/store/visitors.ts";
import { call } from "../../support/calls.ts";
import { QUESTION, smsAnswer } from "../sms-answer.ts";
import { post } from "./channels.ts";
import { listMessages } from "./reading.ts";
import { SAMPLES, upload } from "./uploads.ts";
import { eachWithSandbox } from "./with-sandbox.ts";
import { work } from "./work.ts";

const at = eachWithSandbox();

const buttons = [{ type: "reply", title: "Buy", payload: "BUY" }];
const quick_replies = [{ title: "Later", payload: "LATER" }];
const location = { latitude: 52.5, longitude: 13.4, name: "Shop" };

/** A posted message that its channel's worker sent. */
const sent = async (channel: Channel, body: Record<string, unknown>) => {
  const { status, body: accepted } = await post(at.embedded, channel, body);
  expect([status, accepted.status]).toEqual([201, "queued"]);
  await work(at.embedded, channel);
  const params = { id: String(DEMO[channel].conversation), message_id: accepted.id };
  const get = createGet(at.embedded.parts());
  const { body: read } = await call(get, "GET /conversations/{id}/messages/{message_id}", { params });
  expect(read.status).toMatch(/^(sent|delivered|read)$/);
  return read;
};

describe("by SMS", () => {
  it("cards with a picture are one MMS, whose text has the numbers that a preview shows", async () => {
    const { s3_key } = await upload(at.embedded, SAMPLES.png, DEMO.sms.conversation);
    const image_url = `https://outgoing-files.s3.amazonaws.com/${s3_key}`;
    const body = { message_text: "Teas", cards: [{ title: "Green", image_url, buttons }], quick_replies };
    const { body: shown } = await post<Preview>(at.embedded, "sms", body, { query: { preview: "true" } });
    const message = await sent("sms", body);
    const [entry] = at.sandbox.received({ channel: "sms", limit: 1 });
    const text = "Teas\n\nGreen\n1. Buy\n\n2. Later";
    expect(shown.parts[0]!.payload).toMatchObject({ Body: text });
    expect(entry!.body).toMatchObject({ Body: text, MediaUrl: [expect.stringContaining("/media/")] });
    expect(message.adaptations.map(({ code }) => code)).toEqual([
      "cards_as_text",
      "quick_replies_as_text",
      "card_pictures_apart",
    ]);
    expect(shown.adaptations).toEqual(message.adaptations);
  });

  it.each([
    ["a place", { message_type: "location", location }, "Shop\nhttps://www.google.com/maps/"],
    ["a contact", { message_type: "contacts", contacts: [{ name: { formatted_name: "Ann" } }] }, "Ann"],
  ])("%s is a text that Twilio takes", async (_, body, begins) => {
    await sent("sms", body);
    const [entry] = at.sandbox.received({ channel: "sms", limit: 1 });
    expect(String(Object(entry!.body).Body).startsWith(begins)).toBe(true);
  });

  it("a number is understood for the latest question, and the same webhook again changes nothing", async () => {
    await sent("sms", QUESTION);
    at.embedded.clock.add(1_000);
    const other = [{ type: "reply", title: "Other", payload: "OTHER" }];
    const latest = await sent("sms", { message_text: "And?", buttons: other });
    const texted = async (text: string, sid: string) => {
      const answer = smsAnswer(at.embedded.settings.publicUrl, text, sid);
      const handler = createTwilio(at.embedded.parts("sms"));
      await call(handler, "POST /webhooks/twilio", { key: null, ...answer });
      const { data } = (await listMessages(at.embedded, DEMO.sms.conversation)).body;
      return data.filter(({ message_text }) => message_text === text);
    };
    const reply = { kind: "choice", payload: "OTHER", title: "Other", message_id: latest.id };
    expect(await texted("1", "SM1")).toMatchObject([{ message_type: "text", reply }]);
    at.embedded.clock.add(1_000);
    await sent("sms", QUESTION);
    expect(await texted("1", "SM1")).toMatchObject([{ reply }]);
    expect(await texted("2", "SM2")).toMatchObject([{ reply: { payload: "SIZE_L" } }]);
    expect(await texted("3", "SM3")).toMatchObject([{ reply: null }]);
  });
});

describe("in a web chat", () => {
  it("everything is an item of the visitor's, as it was sent", async () => {
    const { conversation_file_id: source } = await upload(
      at.embedded,
      SAMPLES.pdf,
      DEMO.webchat.conversation,
    );
    const attachments = [
      { source, source_type: "media_id" },
      { source: "https://example.com/a.mp3", source_type: "url", voice: true },
    ];
    const cards = [{ title: "Green", buttons }];
    await sent("webchat", { message_text: "Hi", attachments, buttons, cards, quick_replies });
    await sent("webchat", { message_type: "location", location });
    const items = await visitorStore(at.embedded.items, () => at.embedded.clock.now).after(104, 0, 10);
    expect(items.map(({ payload }) => payload)).toMatchObject([
      { type: "file", file: { name: "offer.pdf" } },
      { type: "audio", voice: true, file: { url: "https://example.com/a.mp3" } },
      { type: "text", text: "Hi", buttons },
      { type: "cards", cards, quick_replies },
      { type: "location", location },
    ]);
  });

  it("a reaction stands on the message as the visitor knows it", async () => {
    const asked = await sent("webchat", { message_text: "Done!" });
    await sent("webchat", { message_type: "reaction", reaction: { message_id: asked.id, emoji: "👍" } });
    const [, item] = await visitorStore(at.embedded.items, () => at.embedded.clock.now).after(104, 0, 10);
    expect(item!.payload).toEqual({
      type: "reaction",
      reaction: { message_id: `${asked.id}0`, emoji: "👍" },
    });
  });
});

it("on the playground the contact taps what is offered, and the payload comes in", async () => {
  const asked = await sent("playground", { message_text: "tap: which?", buttons, quick_replies });
  const { data } = (await listMessages(at.embedded, DEMO.playground.conversation)).body;
  expect(data.find(({ direction, reply }) => direction === "incoming" && reply)).toMatchObject({
    message_type: "button_reply",
    message_text: "Buy",
    reply: { kind: "button", payload: "BUY", title: "Buy" },
    reply_to_message_id: `pg_${asked.id}0`,
  });
});
