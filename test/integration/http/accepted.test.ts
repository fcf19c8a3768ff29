import { describe, expect, it } from "vitest";
import { createHandler as createGet } from "../../../functions/conversations/get-message.ts";
import { DEMO, DEMO_ORGANIZATION } from "../../../infra/local/demo.ts";
import type { Channel } from "../../../shared/domain/channel.ts";
import type { MessageDocument } from "../../../shared/messaging/message-document.ts";
import { call, invoke } from "../../support/calls.ts";
import type { Embedded } from "../../support/embedded.ts";
import { acceptOn, bodyFor, CHANNELS, post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { SAMPLES, type Sample, upload } from "./uploads.ts";

const backend = eachWithBackend();

/** What each channel carries, by kind. */
const FILES: Record<Channel, Record<string, Sample>> = {
  whatsapp: { image: SAMPLES.png, audio: SAMPLES.opus, video: SAMPLES.mp4, file: SAMPLES.pdf },
  instagram: { image: SAMPLES.png, audio: SAMPLES.m4a, video: SAMPLES.mp4, file: SAMPLES.pdf },
  messenger: { image: SAMPLES.png, audio: SAMPLES.m4a, video: SAMPLES.mp4, file: SAMPLES.pdf },
  webchat: { image: SAMPLES.png, audio: SAMPLES.opus, video: SAMPLES.mp4, file: SAMPLES.pdf },
  sms: { image: SAMPLES.png, audio: SAMPLES.m4a, video: SAMPLES.mp4, file: SAMPLES.pdf },
  playground: { image: SAMPLES.png, audio: SAMPLES.opus, video: SAMPLES.mp4, file: SAMPLES.pdf },
  x: { image: SAMPLES.png, video: SAMPLES.mp4 },
};

const isWindowed = (channel: Channel) => ["whatsapp", "instagram", "messenger"].includes(channel);

const windowOn = (channel: Channel) => ({
  state: isWindowed(channel) ? "open" : "none",
  opened_at: isWindowed(channel) ? "2026-03-01T09:00:00.000Z" : null,
  expires_at: isWindowed(channel) ? "2026-03-02T09:00:00.000Z" : null,
  allowed: ["any"],
  human_agent_until: channel === "instagram" || channel === "messenger" ? "2026-03-08T09:00:00.000Z" : null,
});

/** Every field of an accepted message; what a test says differs stands in `more`. */
const documentOn = (channel: Channel, id: string, more: object) => ({
  _id: id,
  id,
  conversation_id: DEMO[channel].conversation,
  organization_id: DEMO_ORGANIZATION,
  channel,
  direction: "outgoing",
  message_type: "text",
  message_text: null,
  conversation_file_id: null,
  s3_key: null,
  file_name: null,
  file_type: null,
  file_size: null,
  reply_to_message_id: null,
  author: { kind: "person", member_id: "agent" },
  status: "queued",
  parts: [{ id: `${id}0`, index: 0, status: "queued", provider_message_id: null, error: null }],
  adaptations: [],
  window: windowOn(channel),
  created_at: "2026-03-01T09:00:00.000Z",
  resend_of: null,
  ...more,
});

const readBack = (embedded: Embedded, channel: Channel, message_id: string) =>
  call<MessageDocument & { timeline: unknown[] }>(
    createGet(embedded.parts()),
    "GET /conversations/{id}/messages/{message_id}",
    { params: { id: String(DEMO[channel].conversation), message_id } },
  );

describe.each(CHANNELS)("a message on %s", (channel) => {
  it("is accepted as a text, queued once and read back the same", async () => {
    const { status, headers, body } = await post(backend(), channel, { message_text: "Hello" });
    expect(status).toBe(201);
    expect(headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(headers["x-request-id"]).toMatch(/./);
    expect(body.id).toMatch(/^[0-9a-z]{26}$/);
    expect(body).toEqual(documentOn(channel, body.id, { message_text: "Hello" }));
    expect(backend().jobs()).toMatchObject([{ queue: channel, job: { message: { id: body.id } } }]);
    const read = await readBack(backend(), channel, body.id);
    expect(read.status).toBe(200);
    expect(read.body).toEqual({ ...body, timeline: [] });
    expect((await readBack(backend(), channel, body.parts[0]!.id)).body).toEqual(read.body);
  });

  it("is accepted from another Lambda, in the organization it names", async () => {
    const document = await invoke(acceptOn(backend(), channel), {
      ...bodyFor(channel, { message_text: "Hello" }),
      organization_id: DEMO_ORGANIZATION,
    });
    const author = { kind: "bot", member_id: null };
    expect(document).toEqual(documentOn(channel, document.id, { message_text: "Hello", author }));
    expect(backend().jobs()).toHaveLength(1);
  });

  it.each(Object.keys(FILES[channel]))("is accepted as %s, by the uploaded file", async (kind) => {
    const sample = FILES[channel][kind]!;
    const file = await upload(backend(), sample, DEMO[channel].conversation);
    const fields = {
      message_type: kind,
      conversation_file_id: file.conversation_file_id,
      s3_key: file.s3_key,
      file_name: sample.name,
      file_type: sample.type,
      file_size: sample.bytes.length,
    };
    const asked = { message_type: kind, s3_key: file.s3_key };
    const { status, body } = await post(backend(), channel, asked);
    expect([status, body]).toEqual([201, documentOn(channel, body.id, fields)]);
    const invoked = await invoke(acceptOn(backend(), channel), {
      ...bodyFor(channel, asked),
      organization_id: DEMO_ORGANIZATION,
      author: "person",
    });
    const author = { kind: "person", member_id: null };
    expect(invoked).toEqual(documentOn(channel, invoked.id, { ...fields, author }));
    expect(backend().jobs()).toHaveLength(2);
  });

  it("takes its kind from the file when message_type is left out, and document for file", async () => {
    const image = await upload(backend(), SAMPLES.png, DEMO[channel].conversation);
    const left = await post(backend(), channel, { s3_key: image.s3_key });
    expect([left.status, left.body.message_type]).toEqual([201, "image"]);
    if (!FILES[channel].file) return;
    const pdf = await upload(backend(), SAMPLES.pdf, DEMO[channel].conversation);
    const other = await post(backend(), channel, { s3_key: pdf.s3_key });
    expect([other.status, other.body.message_type]).toEqual([201, "file"]);
    const named = await post(backend(), channel, { message_type: "document", s3_key: pdf.s3_key });
    expect([named.status, named.body.message_type]).toEqual([201, "file"]);
  });

  it("keeps its caption, on the file or as a part after it", async () => {
    const file = await upload(backend(), SAMPLES.png, DEMO[channel].conversation);
    const { status, body } = await post(backend(), channel, {
      message_type: "image",
      message_text: "Look!",
      s3_key: file.s3_key,
    });
    expect([status, body.message_text]).toEqual([201, "Look!"]);
    const separate = channel === "messenger" || channel === "instagram";
    expect(body.parts).toHaveLength(separate ? 2 : 1);
    expect(body.adaptations.map(({ code }) => code)).toEqual(separate ? ["caption_moved"] : []);
  });

  it("may name its ids by numbers or digits, and leave fields null or empty", async () => {
    const { conversation, contact } = DEMO[channel];
    const empty = { s3_path: "", s3_key: null, conversation_file_id: "", file_name: null, file_size: "" };
    const more = { message_type: null, media_url: "", template: null, reply_to_message_id: "", strict: null };
    for (const body of [
      { conversation_id: conversation, organization_id: 1, contact_id: contact.id },
      { conversation_id: String(conversation), organization_id: "1", contact_id: String(contact.id) },
    ]) {
      const answer = await post(backend(), channel, { ...empty, ...more, ...body, message_text: "Hello" });
      expect([answer.status, answer.body.message_type]).toEqual([201, "text"]);
      expect(answer.body.conversation_id).toBe(conversation);
    }
  });
});
