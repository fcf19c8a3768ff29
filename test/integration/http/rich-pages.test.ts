import { describe, expect, it } from "vitest";
import { DEMO } from "../../../infra/local/demo.ts";
import { tappedGraph } from "../../../infra/local/sandbox/graph-callbacks.ts";
import type { Problem } from "../../../shared/lambda/problem.ts";
import type { Preview } from "../../../shared/messaging/preview-of.ts";
import { BUCKET } from "../../support/embedded.ts";
import { post } from "./channels.ts";
import { hand, report } from "./page-reports.ts";
import { listMessages } from "./reading.ts";
import { violationsOf } from "./refused.ts";
import { PAGED, sandboxedPages } from "./sandboxed-pages.ts";
import { SAMPLES, upload } from "./uploads.ts";

const { backend, shown, delivered } = sandboxedPages();

describe.each(PAGED)("a rich message on %s", (channel) => {
  const file = async () =>
    (await upload(backend(), SAMPLES.png, DEMO[channel].conversation)).conversation_file_id;

  it("leaves as files, text with buttons and cards with their pictures, in order", async () => {
    const [first, picture] = [await file(), await file()];
    const { message, bodies } = await delivered(channel, {
      message_text: "Which?",
      attachments: [{ source: first, source_type: "media_id" }],
      buttons: [{ type: "postback", title: "Yes", payload: "YES" }],
      cards: [{ title: "Shirt", image_url: `https://${BUCKET}.s3.amazonaws.com/1/${picture}/photo.png` }],
    });
    expect(message.parts.map(({ status }) => status)).toEqual(["sent", "sent", "sent"]);
    const link = expect.stringMatching(
      /^http:\/\/127\.0\.0\.1:\d+\/bucket\/1\/[0-9a-z]{26}\/photo\.png\?.*signature=/,
    );
    expect(bodies.map(({ message: sent }) => sent)).toMatchObject([
      { attachment: { type: "image", payload: { url: link } } },
      { attachment: { payload: { text: "Which?", buttons: [{ type: "postback", payload: "YES" }] } } },
      { attachment: { payload: { elements: [{ title: "Shirt", image_url: link }] } } },
    ]);
  });

  it("is shown as it would leave, numbers and all, before it does", async () => {
    const { status, body } = await post<Preview>(
      backend(),
      channel,
      { message_text: "Which?", quick_replies: [{ title: "The one on the left side", payload: "LEFT" }] },
      { query: { preview: "true" } },
    );
    expect([status, body]).toMatchObject([
      200,
      {
        parts: [{ kind: "text", payload: { message: { text: "Which?\n\n1. The one on the left side" } } }],
        adaptations: [{ code: "quick_replies_as_text", path: "/quick_replies" }],
        violations: [],
      },
    ]);
  });

  it("that is adapted is refused when it is strict", async () => {
    const location = { latitude: 52.5, longitude: 13.4 };
    const body = { message_type: "location", location };
    const strict = await post<Problem>(backend(), channel, { ...body, strict: true });
    expect([strict.status, violationsOf(strict)]).toEqual([422, [["/location", "adaptation_refused"]]]);
    const { message } = await delivered(channel, body);
    expect(message).toMatchObject({ status: "sent", location });
  });
});

describe.each(PAGED)("a tap on %s", (channel) => {
  it.each(["quick_reply", "postback"] as const)("comes in as a reply with its payload: %s", async (kind) => {
    backend().clock.add(1_000);
    const { account, contact, conversation } = DEMO[channel];
    const page = account.provider_ids.page_id ?? account.provider_ids.instagram_id ?? "";
    const who = {
      id: "m_tap",
      account: page,
      from: contact.address ?? "",
      at: backend().clock.now.getTime(),
    };
    const tap = tappedGraph(channel, { ...who, kind, title: "Red", payload: "RED" });
    await hand(backend(), channel, tap.body);
    const { body } = await listMessages(backend(), conversation, { limit: "1" });
    const reply = { kind, title: "Red", payload: "RED" };
    expect(body.data).toMatchObject([{ message_text: "Red", message_type: "button_reply", reply }]);
  });
});

describe.each(PAGED)("a reaction on %s", (channel) => {
  it("is sent without an id, and what is read later says nothing of it", async () => {
    const { message: answered } = await delivered(channel, { message_text: "Hello" });
    backend().clock.add(1_000);
    const reaction = { message_id: answered.parts[0]!.id, emoji: "❤️" };
    const { message, bodies } = await delivered(channel, { message_type: "reaction", reaction });
    expect(bodies).toMatchObject([
      { sender_action: "react", payload: { message_id: answered.parts[0]!.provider_message_id } },
    ]);
    expect(message).toMatchObject({ status: "sent", parts: [{ status: "sent", provider_message_id: null }] });
    backend().clock.add(1_000);
    await report(backend(), channel, {
      read: { mid: answered.parts[0]!.provider_message_id, watermark: backend().clock.now.getTime() },
    });
    expect((await shown(channel, answered.id)).status).toBe("read");
    expect((await shown(channel, message.id)).status).toBe("sent");
  });
});
