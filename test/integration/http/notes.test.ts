import { describe, expect, it } from "vitest";
import { DEMO, DEMO_ORGANIZATION } from "../../../infra/local/demo.ts";
import { invoke } from "../../support/calls.ts";
import { acceptOn, bodyFor, CHANNELS, post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { SAMPLES, upload } from "./uploads.ts";

const backend = eachWithBackend();
const DAY = 86_400_000;

describe.each(CHANNELS)("a note on %s", (channel) => {
  const note = { message_type: "note", message_text: "Call her back" };

  it("is stored for good, and nothing of it is ever queued", async () => {
    const { status, body } = await post(backend(), channel, note);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      message_type: "note",
      direction: "internal",
      message_text: "Call her back",
      status: "stored",
      parts: [],
      author: { kind: "person", member_id: "agent" },
      channel,
    });
    expect(backend().jobs()).toEqual([]);
  });

  it("is taken long after the window closed, from a member or another Lambda", async () => {
    backend().clock.add(30 * DAY);
    const posted = await post(backend(), channel, note);
    expect([posted.status, posted.body.status]).toEqual([201, "stored"]);
    const invoked = await invoke(acceptOn(backend(), channel), {
      ...bodyFor(channel, note),
      organization_id: DEMO_ORGANIZATION,
    });
    expect(invoked.status).toBe("stored");
    expect(backend().jobs()).toEqual([]);
  });

  it("may be a file of a type that the channel could not send, with or without text", async () => {
    const file = await upload(backend(), SAMPLES.svg, DEMO[channel].conversation);
    const { status, body } = await post(backend(), channel, { message_type: "note", s3_key: file.s3_key });
    expect([status, body.conversation_file_id, body.file_type]).toEqual([
      201,
      file.conversation_file_id,
      "image/svg+xml",
    ]);
    const both = await post(backend(), channel, { ...note, s3_path: file.s3_path });
    expect([both.status, both.body.s3_key]).toEqual([201, file.s3_key]);
    expect(backend().jobs()).toEqual([]);
  });
});

describe("a note", () => {
  it("without text or file is refused", async () => {
    const { status, body } = await post(backend(), "whatsapp", { message_type: "note" });
    expect([status, body]).toMatchObject([400, { errors: [{ path: "/message_text", code: "missing" }] }]);
  });

  it("takes no address of somebody else's", async () => {
    const media_url = "https://example.com/cat.png";
    const { status, body } = await post(backend(), "sms", { message_type: "note", media_url });
    expect([status, body]).toMatchObject([422, { errors: [{ path: "/media_url", code: "not_supported" }] }]);
  });

  it("may have several attachments, and shows them all", async () => {
    const files = [await upload(backend(), SAMPLES.png, 105), await upload(backend(), SAMPLES.pdf, 105)];
    const attachments = files.map(({ conversation_file_id: source }) => ({
      source,
      source_type: "media_id",
    }));
    const { status, body } = await post(backend(), "sms", {
      message_type: "note",
      message_text: "See",
      attachments,
    });
    expect(status).toBe(201);
    expect(body.attachments).toMatchObject(
      ["image", "file"].map((type, index) => ({ ...attachments[index], type })),
    );
    expect(backend().jobs()).toEqual([]);
  });

  it("takes no attachment by somebody else's address, and says which", async () => {
    const file = await upload(backend(), SAMPLES.png, 105);
    const attachments = [
      { source: file.conversation_file_id, source_type: "media_id" },
      { source: "https://example.com/a.png", source_type: "url" },
    ];
    const { status, body } = await post(backend(), "webchat", { message_type: "note", attachments });
    expect([status, body]).toMatchObject([
      422,
      { errors: [{ path: "/attachments/1/source", code: "not_supported" }] },
    ]);
  });

  it.each([
    ["buttons", [{ type: "reply", title: "Yes", payload: "Y" }]],
    ["quick_replies", [{ title: "Yes" }]],
    ["cards", [{ title: "Tea" }]],
  ])("has no %s: members tap nothing", async (name, value) => {
    const asked = { message_type: "note", message_text: "See", [name]: value };
    const { status, body } = await post(backend(), "webchat", asked);
    expect([status, body]).toMatchObject([422, { errors: [{ path: `/${name}` }] }]);
  });

  it("with a key is one note, however often it is posted", async () => {
    const headers = { "idempotency-key": "note-1" };
    const asked = { message_type: "note", message_text: "Once" };
    const first = await post(backend(), "sms", asked, { headers });
    const again = await post(backend(), "sms", asked, { headers });
    expect(again.body).toEqual(first.body);
    expect(again.headers["idempotent-replayed"]).toBe("true");
    expect(
      backend()
        .stored()
        .filter(({ kind }) => kind === "note"),
    ).toHaveLength(1);
    const other = await post(backend(), "sms", { ...asked, message_text: "Twice" }, { headers });
    expect([other.status, other.body]).toMatchObject([422, { errors: [{ code: "idempotency_key_reused" }] }]);
  });

  it("that was accepted with a key is answered again when its file was refused since", async () => {
    const headers = { "idempotency-key": "note-2" };
    const asked = { message_type: "note", s3_key: (await upload(backend(), SAMPLES.png, 105)).s3_key };
    const first = await post(backend(), "sms", asked, { headers });
    const row = backend()
      .stored()
      .find(({ sk, file }) => sk === "file" && file)!;
    const file = { ...(row.file as object), state: "refused", refusal: "The bytes are something else." };
    await backend().items.write({ put: { ...row, file } });
    const again = await post(backend(), "sms", asked, { headers });
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
    const fresh = await post(backend(), "sms", asked);
    expect([fresh.status, fresh.body]).toMatchObject([422, { errors: [{ code: "file_refused" }] }]);
  });
});
