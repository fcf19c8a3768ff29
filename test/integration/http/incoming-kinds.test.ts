import { describe, expect, it } from "vitest";
import { eachWithBackend } from "./fixture.ts";
import { type Kind, webhooks } from "./incoming-bodies.ts";
import { STRANGER } from "./meta.ts";
import { changingNothing } from "./refused.ts";

const backend = eachWithBackend();
const { deliver, only } = webhooks(backend);

const FILE = { conversation_file_id: null, s3_key: null, file_size: null, state: "not_fetched" };
const file = (kind: string, file_type: string | null = null, file_name: string | null = null) => ({
  ...FILE,
  kind,
  file_type,
  file_name,
});
const url = "https://cdn.example.com/secret-file";
const meta = (type: string, payload: object = { url }) => ({ attachments: [{ type, payload }] });
const OPEN = { state: "open", opened_at: "2026-03-01T08:00:00.000Z" };

/** What somebody sends, as its provider tells it, and what the message then shows. */
const CASES: [Kind, string, object, object][] = [
  [
    "whatsapp",
    "a picture",
    { type: "image", image: { id: "9", mime_type: "image/jpeg", caption: "Look" } },
    { message_type: "image", message_text: "Look", attachments: [file("image", "image/jpeg")] },
  ],
  [
    "whatsapp",
    "a voice note",
    { type: "audio", audio: { id: "9", mime_type: "audio/ogg", voice: true } },
    { message_type: "audio", attachments: [file("audio", "audio/ogg")] },
  ],
  [
    "whatsapp",
    "a video",
    { type: "video", video: { id: "9", mime_type: "video/mp4" } },
    { message_type: "video", attachments: [file("video", "video/mp4")] },
  ],
  [
    "whatsapp",
    "a document",
    { type: "document", document: { id: "9", mime_type: "application/pdf", filename: "a.pdf" } },
    { message_type: "file", attachments: [file("file", "application/pdf", "a.pdf")] },
  ],
  [
    "whatsapp",
    "a sticker",
    { type: "sticker", sticker: { id: "9", mime_type: "image/webp" } },
    { message_type: "sticker", attachments: [file("image", "image/webp")] },
  ],
  [
    "whatsapp",
    "a place",
    { type: "location", location: { latitude: 52.5, longitude: 13.4, name: "Home" } },
    { message_type: "location", location: { latitude: 52.5, longitude: 13.4, name: "Home" } },
  ],
  [
    "whatsapp",
    "contacts",
    { type: "contacts", contacts: [{ name: { formatted_name: "Ada" }, phones: [{ phone: "+1202" }] }] },
    { message_type: "contacts", contacts: [{ name: "Ada", phones: ["+1202"] }] },
  ],
  [
    "whatsapp",
    "a template's button",
    { type: "button", button: { text: "Yes", payload: "y-1" } },
    {
      message_type: "button_reply",
      message_text: "Yes",
      reply: { kind: "button", payload: "y-1", title: "Yes" },
    },
  ],
  [
    "whatsapp",
    "a chosen button",
    { type: "interactive", interactive: { type: "button_reply", button_reply: { id: "b", title: "Yes" } } },
    { message_type: "button_reply", reply: { kind: "button", payload: "b", title: "Yes" } },
  ],
  [
    "whatsapp",
    "a chosen row",
    { type: "interactive", interactive: { type: "list_reply", list_reply: { id: "r", title: "Blue" } } },
    {
      message_type: "list_reply",
      message_text: "Blue",
      reply: { kind: "list", payload: "r", title: "Blue" },
    },
  ],
  [
    "whatsapp",
    "a form's answers",
    { type: "interactive", interactive: { type: "nfm_reply", nfm_reply: { response_json: '{"a":1}' } } },
    {
      message_type: "form_reply",
      message_text: null,
      reply: { kind: "form", payload: '{"a":1}', title: null },
    },
  ],
  [
    "whatsapp",
    "a quoting text",
    { type: "text", text: { body: "That one" }, context: { from: "1", id: "wamid.quoted" } },
    { message_type: "text", reply_to_message_id: "wamid.quoted" },
  ],
  [
    "whatsapp",
    "a text after an ad",
    {
      type: "text",
      text: { body: "Hi" },
      referral: { source_type: "ad", source_id: "77", headline: "Sale" },
    },
    { message_type: "text", referral: { source: "ad", ad_id: "77", headline: "Sale" } },
  ],
  [
    "whatsapp",
    "an order",
    { type: "order", order: { text: "Two, please" } },
    { message_type: "unsupported", provider_type: "order", message_text: "Two, please" },
  ],
  [
    "whatsapp",
    "what WhatsApp cannot show",
    { type: "unsupported", errors: [{ code: 131051 }] },
    { message_type: "unsupported", provider_type: "unsupported", message_text: null },
  ],
  [
    "whatsapp",
    "a kind of tomorrow",
    { type: "toString" },
    { message_type: "unsupported", provider_type: "toString" },
  ],
  ["whatsapp", "a message without a kind", {}, { message_type: "unsupported" }],
  [
    "whatsapp",
    "a picture of an odd shape",
    { type: "image", image: "odd" },
    {
      message_type: "image",
      attachments: [{ ...file("image"), state: "failed", error: { code: "media_unnamed" } }],
    },
  ],
  [
    "whatsapp",
    "a place of an odd shape",
    { type: "location", location: { latitude: "?" } },
    { message_type: "location", location: null },
  ],
  ...(["messenger", "instagram"] as const).flatMap((channel): typeof CASES => [
    [
      channel,
      "a picture with words",
      { text: "Look", ...meta("image") },
      { message_type: "image", message_text: "Look", attachments: [file("image")] },
    ],
    [channel, "a voice note", meta("audio"), { message_type: "audio", attachments: [file("audio")] }],
    [channel, "a video", meta("video"), { message_type: "video", attachments: [file("video")] }],
    [channel, "a file", meta("file"), { message_type: "file", attachments: [file("file")] }],
    [
      channel,
      "two pictures",
      { attachments: [...meta("image").attachments, ...meta("image").attachments] },
      { message_type: "image", attachments: [file("image"), file("image")] },
    ],
    [channel, "a sticker", meta("image", { url, sticker_id: 3 }), { message_type: "sticker" }],
    [
      channel,
      "a sticker of the new kind",
      { sticker: { url } },
      { message_type: "sticker", attachments: [file("image")] },
    ],
    [
      channel,
      "a place",
      meta("location", { coordinates: { lat: 52.5, long: 13.4 } }),
      { message_type: "location", location: { latitude: 52.5, longitude: 13.4 } },
    ],
    [
      channel,
      "a quick reply",
      { text: "Red", quick_reply: { payload: "RED" } },
      {
        message_type: "button_reply",
        message_text: "Red",
        reply: { kind: "quick_reply", payload: "RED", title: "Red" },
      },
    ],
    [
      channel,
      "a quoting text",
      { text: "That one", reply_to: { mid: "m.quoted" } },
      { message_type: "text", reply_to_message_id: "m.quoted" },
    ],
    [
      channel,
      "a text after an ad",
      { text: "Hi", referral: { source: "ADS", ad_id: 77, ref: "r" } },
      { message_type: "text", referral: { source: "ADS", ad_id: "77", ref: "r" } },
    ],
    [
      channel,
      "a share",
      meta("ig_reel"),
      { message_type: "unsupported", provider_type: "ig_reel", attachments: [] },
    ],
    [channel, "what Meta cannot show", { is_unsupported: true }, { message_type: "unsupported" }],
  ]),
  [
    "sms",
    "a picture and a card",
    {
      NumMedia: "2",
      MediaUrl0: url,
      MediaContentType0: "image/png",
      MediaUrl1: url,
      MediaContentType1: "text/vcard",
    },
    { message_type: "image", attachments: [file("image", "image/png"), file("file", "text/vcard")] },
  ],
  [
    "sms",
    "a text",
    { Body: "Hi" },
    { message_type: "text", message_text: "Hi", attachments: [], reply: null },
  ],
];

describe.each(CASES)("on %s, %s", (channel, _, sent, shown) => {
  it("is kept whole, opens the window, and is one message however often it comes", async () => {
    expect((await deliver(channel, sent)).status).toBeLessThan(300);
    const { conversation, messages } = await only(channel);
    expect(messages).toMatchObject([{ direction: "incoming", status: "received", ...shown }]);
    expect(JSON.stringify(messages)).not.toContain("secret-file");
    expect(conversation.window).toMatchObject(channel === "sms" ? { state: "none" } : OPEN);
    await changingNothing(backend(), () => deliver(channel, sent));
  });
});

describe.each(["messenger", "instagram"] as const)("a tapped button on %s", (channel) => {
  const tapped = (mid?: string) => ({ postback: { ...(mid && { mid }), title: "Start", payload: "GO" } });

  it.each([["m.1"], [undefined]])("with the id %s is a message that says what was tapped", async (mid) => {
    await deliver(channel, tapped(mid));
    const { conversation, messages } = await only(channel);
    const reply = { kind: "postback", payload: "GO", title: "Start" };
    expect(messages).toMatchObject([{ message_type: "button_reply", message_text: "Start", reply }]);
    expect(conversation).toMatchObject({ contact: { address: STRANGER[channel] }, window: OPEN });
    await changingNothing(backend(), () => deliver(channel, tapped(mid)));
  });
});

describe.each(["whatsapp", "messenger", "instagram", "sms"] as const)("a file on %s", (channel) => {
  const sent = {
    whatsapp: { type: "image", image: { id: "900" } },
    messenger: meta("image"),
    instagram: meta("image"),
    sms: { MediaUrl0: url },
  };

  it("is known by where its provider keeps it, which is never shown", async () => {
    await deliver(channel, sent[channel]);
    const { item } = await only(channel);
    const source = channel === "whatsapp" ? { media_id: "900" } : { url };
    expect(item.message).toMatchObject({ attachments: [{ source }] });
  });
});

describe("a message that an earlier version kept", () => {
  it.each([
    ["words", "Hello", "text"],
    ["no words", null, "unsupported"],
  ])("with %s is still shown", async (_, message_text, message_type) => {
    await deliver("whatsapp", { type: "text", text: { body: "x" } });
    const { item, messages } = await only("whatsapp");
    const { message_type: _type, ...earlier } = item.message as Record<string, unknown>;
    await backend().items.write({ put: { ...item, message: { ...earlier, message_text } } });
    const [shown] = (await only("whatsapp")).messages;
    expect(shown).toEqual({ ...messages[0], message_type, message_text });
  });
});
