import { describe, expect, it } from "vitest";
import { createHandler as createGet } from "../../../functions/conversations/get-message.ts";
import { DEMO } from "../../../infra/local/demo.ts";
import { publicUrlOf } from "../../../shared/attachments/s3-urls.ts";
import type { Preview } from "../../../shared/messaging/preview-of.ts";
import { until } from "../../infra/sandbox/helper.ts";
import { call } from "../../support/calls.ts";
import { post } from "./channels.ts";
import { SAMPLES, upload } from "./uploads.ts";
import { eachWithSandbox } from "./with-sandbox.ts";
import { work } from "./work.ts";

const at = eachWithSandbox();

const file = (sample: keyof typeof SAMPLES) =>
  upload(at.embedded, SAMPLES[sample], DEMO.whatsapp.conversation);

/** A message as it is read back once it was delivered, and what WhatsApp got of it, oldest first. */
const delivered = async (body: Record<string, unknown>) => {
  const { status, body: accepted } = await post(at.embedded, "whatsapp", body);
  expect([status, accepted]).toMatchObject([201, { status: "queued" }]);
  await work(at.embedded, "whatsapp");
  const params = { id: String(DEMO.whatsapp.conversation), message_id: accepted.id };
  const { body: message } = await call(
    createGet(at.embedded.parts()),
    "GET /conversations/{id}/messages/{message_id}",
    { params },
  );
  const entries = at.sandbox.received({ channel: "whatsapp", limit: message.parts.length }).reverse();
  return { message, entries, bodies: entries.map(({ body: got }) => got as Record<string, unknown>) };
};

describe("a rich message on WhatsApp", () => {
  it("leaves with its files of several kinds, and its buttons after them", async () => {
    const [png, pdf] = [await file("png"), await file("pdf")];
    const { message, bodies } = await delivered({
      message_text: "Is this your order?",
      attachments: [
        { source: png.conversation_file_id, source_type: "media_id" },
        { source: pdf.conversation_file_id, source_type: "media_id" },
        { source: "http://127.0.0.1:1/clip.mp4", source_type: "url" },
      ],
      buttons: [
        { type: "reply", title: "Yes", payload: "order:yes" },
        { type: "postback", title: "No", payload: "order:no" },
      ],
    });
    expect(message.status).toBe("sent");
    expect(bodies.map(({ type }) => type)).toEqual(["image", "document", "video", "interactive"]);
    expect(bodies[2]).toMatchObject({ video: { link: "http://127.0.0.1:1/clip.mp4" } });
    expect(bodies[3]).toMatchObject({
      interactive: { type: "button", body: { text: "Is this your order?" } },
    });
  });

  it("has its cards in a carousel, whose pictures of ours are links that WhatsApp can fetch", async () => {
    const { s3_key } = await file("png");
    const card = (title: string) => ({
      title,
      image_url: publicUrlOf(at.embedded.bucket.name, s3_key),
      buttons: [{ type: "url", title: "Shop", url: "https://example.com" }],
    });
    const asked = { message_text: "New in", cards: [card("Boots"), card("Hat")] };
    const { message, bodies, entries } = await delivered(asked);
    expect([message.status, message.adaptations]).toEqual(["sent", []]);
    const link = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/bucket\/1\/.*photo\.png\?.*signature=/);
    expect(bodies[0]).toMatchObject({
      interactive: {
        type: "carousel",
        action: { cards: [{ header: { image: { link } } }, { header: { image: { link } } }] },
      },
    });
    await until(() => at.origin.asked.filter((one) => one === "GET bucket").length === 2);
    expect(entries[0]!.notes).toEqual([]);
  });

  it("reacts to what was sent before, and takes it back", async () => {
    const { message } = await delivered({ message_text: "Hello" });
    for (const emoji of ["👍", ""]) {
      const { bodies } = await delivered({
        message_type: "reaction",
        reaction: { message_id: message.id, emoji },
      });
      const message_id = message.parts[0]!.provider_message_id;
      expect(bodies[0]).toMatchObject({ type: "reaction", reaction: { message_id, emoji } });
    }
  });

  it("is shown by a preview as it then leaves, with all that was changed", async () => {
    const bodies = [
      {
        message_text: "Which one?",
        quick_replies: Array.from({ length: 12 }, (_, at) => ({ title: `Number ${at}` })),
      },
      {
        message_type: "location",
        location: { latitude: 52.5, longitude: 13.4, address: "Unter den Linden" },
      },
      { message_type: "contacts", contacts: [{ name: { formatted_name: "Ada" } }] },
      { message_text: "Call", buttons: [{ type: "call", title: "Call", payload: "+14155550123" }] },
    ];
    for (const body of bodies) {
      const shown = await post<Preview>(at.embedded, "whatsapp", body, { query: { preview: "true" } });
      const { message, bodies: sent } = await delivered(body);
      expect([shown.status, shown.body.violations]).toEqual([200, []]);
      expect(message.adaptations).toEqual(shown.body.adaptations);
      expect(message.adaptations).toHaveLength(1);
      const unstamped = (payload: unknown) => ({ ...(payload as object), biz_opaque_callback_data: null });
      expect(sent.map(unstamped)).toEqual(shown.body.parts.map(({ payload }) => unstamped(payload)));
    }
  });

  it("is refused under strict where it would be changed, naming where", async () => {
    const { status, body } = await post(at.embedded, "whatsapp", {
      message_text: "Tea?",
      buttons: [{ type: "reply", title: "A title of over 20 characters", payload: "a" }],
      strict: true,
    });
    expect([status, body]).toMatchObject([
      422,
      { errors: [{ path: "/buttons", code: "adaptation_refused" }] },
    ]);
  });
});
