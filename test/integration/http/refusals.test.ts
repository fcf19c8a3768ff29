import { describe, expect, it } from "vitest";
import { DEMO } from "../../../infra/local/demo.ts";
import type { Channel } from "../../../shared/domain/channel.ts";
import type { Problem } from "../../../shared/lambda/problem.ts";
import { conversationStore } from "../../../shared/store/conversations.ts";
import { CHANNELS, post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { changingNothing, expectProblem, violationsOf } from "./refused.ts";
import { SAMPLES, upload } from "./uploads.ts";

const backend = eachWithBackend();
const HOUR = 3_600_000;
const refused = (channel: Channel, body: Record<string, unknown>) =>
  changingNothing(backend(), () => post<Problem>(backend(), channel, body));

describe.each(CHANNELS)("on %s, a message that cannot be carried", (channel) => {
  it("because its conversation is on another channel is refused with both named", async () => {
    const other = channel === "sms" ? "whatsapp" : "sms";
    const { conversation, contact } = DEMO[other];
    const answer = await refused(channel, {
      conversation_id: conversation,
      contact_id: contact.id,
      message_text: "Hello",
    });
    expectProblem(answer, 422);
    expect(violationsOf(answer)).toEqual([["/conversation_id", "wrong_channel"]]);
    expect(answer.body.detail).toContain(other);
    expect(answer.body.detail).toContain(channel);
  });

  it("because its contact is another one is refused", async () => {
    const answer = await refused(channel, { message_text: "Hello", contact_id: 999 });
    expectProblem(answer, 422);
    expect(violationsOf(answer)).toEqual([["/contact_id", "contradiction"]]);
  });

  it("because it is a place without a type is refused with the type it needs", async () => {
    const answer = await refused(channel, { location: { latitude: 52.5, longitude: 13.4 } });
    expectProblem(answer, 400);
    expect(violationsOf(answer)).toEqual([["/location", "location_not_expected"]]);
    expect(answer.body.detail).toContain('message_type "location"');
  });

  it("because a text names a file is refused at the file's field", async () => {
    const { s3_key, s3_path } = await upload(backend(), SAMPLES.png, DEMO[channel].conversation);
    for (const [field, value] of Object.entries({ s3_key, s3_path })) {
      const answer = await refused(channel, { message_type: "text", message_text: "Hello", [field]: value });
      expectProblem(answer, 400);
      expect(violationsOf(answer)).toEqual([[`/${field}`, "unexpected_file"]]);
    }
  });

  it("because its text would need more than ten parts is refused", async () => {
    const answer = await refused(channel, {
      message_text: "word ".repeat(channel === "x" ? 22_000 : 12_000),
    });
    expectProblem(answer, 422);
    expect(violationsOf(answer)).toEqual([["/message_text", "too_many_parts"]]);
  });

  it("because it has nothing to say is refused", async () => {
    const answer = await refused(channel, { message_text: " \n " });
    expectProblem(answer, 422);
    expect(violationsOf(answer)).toEqual([["/message_text", "empty_message"]]);
  });

  it("because it has more of a kind than any document allows is refused at each", async () => {
    const button = { type: "reply", title: "Yes", payload: "YES" };
    const rich = {
      attachments: Array(11).fill({ source: "https://example.com/a.png", source_type: "url" }),
      buttons: Array(4).fill(button),
      quick_replies: Array(14).fill({ title: "Yes" }),
      cards: Array(11).fill({ title: "One" }),
      contacts: Array(6).fill({ name: { formatted_name: "Ann" } }),
    };
    const all = await refused(channel, { message_text: "Hello", ...rich });
    expectProblem(all, 422);
    expect(violationsOf(all)).toEqual(Object.keys(rich).map((name) => [`/${name}`, `too_many_${name}`]));
    const ofCard = await refused(channel, { cards: [{ title: "One", buttons: Array(4).fill(button) }] });
    expect(violationsOf(ofCard)).toEqual([["/cards/0/buttons", "too_many_buttons"]]);
  });

  it("because its buttons or quick replies have no text above them is refused", async () => {
    const buttons = [{ type: "url", title: "Open", url: "https://example.com" }];
    const answer = await refused(channel, { cards: [{ title: "One" }], buttons });
    expectProblem(answer, 422);
    expect(violationsOf(answer)).toEqual([["/message_text", "text_required"]]);
  });

  it("takes null and empty lists for what is left out", async () => {
    const none = {
      attachments: [],
      attachment_url: "",
      buttons: null,
      cards: [],
      quick_replies: [],
      voice: null,
    };
    expect((await post(backend(), channel, { message_text: "Hello", ...none })).status).toBe(201);
  });

  it("because its file is active content shown as an image is refused with what is accepted", async () => {
    const { s3_key } = await upload(backend(), SAMPLES.svg, DEMO[channel].conversation);
    const answer = await refused(channel, { message_type: "image", s3_key });
    expectProblem(answer, 422);
    expect(answer.body.errors).toMatchObject([{ path: "/s3_key", code: "unsupported_media_type" }]);
    expect(answer.body.detail).toMatch(/image\/|png|accept/i);
  });

  it("ignores fields nobody knows, unless it is strict", async () => {
    const asked = { message_text: "Hello", mesage_type: "image", "a/b~c": 1 };
    expect((await post(backend(), channel, asked)).status).toBe(201);
    const answer = await refused(channel, { ...asked, strict: true });
    expectProblem(answer, 400);
    expect(violationsOf(answer)).toEqual([
      ["/mesage_type", "unknown_field"],
      ["/a~1b~0c", "unknown_field"],
    ]);
  });

  it("that would be adapted is refused when it is strict", async () => {
    const long = { message_text: "word ".repeat(channel === "x" ? 2_100 : 1_700) };
    const answer = await refused(channel, { ...long, strict: true });
    expectProblem(answer, 422);
    expect(violationsOf(answer)).toEqual([["/message_text", "adaptation_refused"]]);
    const { status, body } = await post(backend(), channel, long);
    expect([status, body.adaptations.map(({ code }) => code)]).toEqual([201, ["text_split"]]);
    expect((await post(backend(), channel, { message_text: "Hello", strict: true })).status).toBe(201);
  });
});

describe.each(["whatsapp", "instagram", "messenger"] as const)("a closed window on %s", (channel) => {
  it("is refused, saying until when it was open and what still passes", async () => {
    backend().clock.add(24 * HOUR - 1);
    expect((await post(backend(), channel, { message_text: "Hello" })).status).toBe(201);
    backend().clock.add(1);
    const answer = await refused(channel, { message_text: "Hello" });
    expectProblem(answer, 422);
    expect(violationsOf(answer)).toEqual([["/message_type", "window_closed"]]);
    expect(answer.body.detail).toContain("2026-03-02T09:00:00.000Z");
    expect(answer.body.detail.includes("Until 2026-03-08T09:00:00.000Z a person can answer")).toBe(
      channel !== "whatsapp",
    );
    const allowed = channel === "instagram" ? ["note"] : ["note", "template"];
    expect(answer.body.data.window).toMatchObject({ state: "closed", allowed });
  });
});

describe.each(["webchat", "sms", "playground"] as const)("a year of silence on %s", (channel) => {
  it("closes nothing", async () => {
    backend().clock.add(365 * 24 * HOUR);
    expect((await post(backend(), channel, { message_text: "Hello" })).status).toBe(201);
  });
});

describe("a conversation that never left the house", () => {
  it("takes notes on any endpoint, and nothing else", async () => {
    const common = { organization_id: 1, archived: false, created_at: "2026-03-01T09:00:00.000Z" };
    await conversationStore(backend().items).add({ id: 300, kind: "team", ...common });
    for (const channel of CHANNELS) {
      const answer = await refused(channel, { conversation_id: 300, message_text: "Hello" });
      expectProblem(answer, 422);
      expect(violationsOf(answer)).toEqual([["/conversation_id", "wrong_channel"]]);
      const note = { conversation_id: 300, message_type: "note", message_text: "Hello" };
      const { status, body } = await post(backend(), channel, note);
      expect([status, body.channel, body.status]).toEqual([201, null, "stored"]);
    }
    expect(backend().jobs()).toEqual([]);
  });
});

describe("a template", () => {
  const template = { name: "order_update", language: { code: "en_US" } };

  it("is refused where there are none", async () => {
    for (const channel of ["instagram", "webchat", "sms", "playground"] as const) {
      const answer = await refused(channel, { message_type: "template", template });
      expectProblem(answer, 422);
      expect(violationsOf(answer)[0]).toEqual(["/message_type", "unsupported_message_type"]);
    }
  });

  it("of a wrong shape is refused with the place named", async () => {
    const answer = await refused("whatsapp", {
      message_type: "template",
      template: { ...template, components: [{ type: "body", parameters: [{ type: "text" }] }] },
    });
    expectProblem(answer, 422);
    expect(answer.body.errors[0]!.path).toMatch(/^\/template\/components\/0/);
  });
});
