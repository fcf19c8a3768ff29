import { describe, expect, it } from "vitest";
import { channels } from "../../../functions/channels.ts";
import { DEMO } from "../../../infra/local/demo.ts";
import { CHANNELS } from "../../../shared/domain/channel.ts";
import type { Problem } from "../../../shared/lambda/problem.ts";
import type { Carriage } from "../../../shared/messaging/content-kinds.ts";
import { BUCKET } from "../../support/embedded.ts";
import { post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { addOtherOrganization, OTHER_KEY, OTHER_OFFSET } from "./other-organization.ts";
import { SAMPLES, type Signed, upload } from "./uploads.ts";

const backend = eachWithBackend();
const png = () => upload(backend(), SAMPLES.png, DEMO.whatsapp.conversation);
const mms = () => upload(backend(), SAMPLES.png, DEMO.sms.conversation);
const publicUrl = ({ s3_key }: Signed) => `https://${BUCKET}.s3.amazonaws.com/${s3_key}`;
const refuses = (carriage: Carriage) => typeof carriage === "object" && "refused" in carriage;
const MISSING = { status: 404, detail: "No such file." };

describe("an uploaded file", () => {
  it("may be named by its key, its id, its s3:// path or any https address of the bucket", async () => {
    const file = await png();
    const regional = `https://s3.eu-central-1.amazonaws.com/${BUCKET}/${file.s3_key}?X-Amz-Signature=abc`;
    for (const named of [
      { s3_key: file.s3_key },
      { conversation_file_id: file.conversation_file_id },
      { conversation_file_id: file.conversation_file_id.toUpperCase() },
      { s3_path: file.s3_path },
      { s3_path: publicUrl(file) },
      { s3_path: regional },
      { s3_path: file.s3_path, s3_key: file.s3_key, conversation_file_id: file.conversation_file_id },
    ]) {
      const { status, body } = await post(backend(), "whatsapp", { message_type: "image", ...named });
      expect([status, body.s3_key], JSON.stringify(named)).toEqual([201, file.s3_key]);
    }
  });

  it("that two fields name differently is refused, each contradiction by its path", async () => {
    const [one, other] = [await png(), await png()];
    const { status, body } = await post<Problem>(backend(), "whatsapp", {
      message_type: "image",
      s3_key: one.s3_key,
      s3_path: other.s3_path,
      conversation_file_id: other.conversation_file_id,
    });
    expect(status).toBe(422);
    expect(body.errors.map(({ path, code }) => [path, code])).toEqual([
      ["/s3_path", "contradiction"],
      ["/conversation_file_id", "contradiction"],
    ]);
    expect(backend().jobs()).toEqual([]);
  });

  it("that is described otherwise than it is stored is refused, each field by its path", async () => {
    const { s3_key } = await png();
    const wrong = { file_name: "other.png", file_type: "image/jpeg", file_size: 1 };
    const { status, body } = await post<Problem>(backend(), "whatsapp", {
      message_type: "image",
      s3_key,
      ...wrong,
    });
    expect(status).toBe(422);
    expect(body.errors.map(({ path, code }) => [path, code])).toEqual([
      ["/file_name", "contradiction"],
      ["/file_type", "contradiction"],
      ["/file_size", "contradiction"],
    ]);
  });

  it("may be described by the name it was signed with, though a safer one is stored", async () => {
    const file = await upload(backend(), { ...SAMPLES.png, name: "what?#1.png" }, DEMO.whatsapp.conversation);
    const asked = { message_type: "image", s3_key: file.s3_key, file_name: "what?#1.png", file_size: "64" };
    const { status, body } = await post(backend(), "whatsapp", asked);
    expect([status, body.file_name]).toEqual([201, "what__1.png"]);
  });

  it("of another organization is as absent as one that never was", async () => {
    await addOtherOrganization(backend());
    const file = await upload(backend(), SAMPLES.png, DEMO.whatsapp.conversation + OTHER_OFFSET, {
      key: OTHER_KEY,
    });
    const absent = file.s3_key.replace(/\/[0-9a-z]{26}\//, `/${"0".repeat(26)}/`);
    const answers = [];
    for (const s3_key of [file.s3_key, absent, `1/${file.conversation_file_id}/photo.png`, "../etc/passwd"]) {
      const { status, text } = await post(backend(), "whatsapp", { message_type: "image", s3_key });
      answers.push([status, text]);
    }
    expect(new Set(answers.map(String)).size).toBe(1);
    expect(JSON.parse(String(answers[0]![1]))).toMatchObject(MISSING);
    const byId = { message_type: "image", conversation_file_id: file.conversation_file_id };
    expect((await post(backend(), "whatsapp", byId)).body).toMatchObject(MISSING);
    expect(backend().jobs()).toEqual([]);
  });
});

describe("media of an SMS", () => {
  it("may be our file by the bucket's own address, which is taken back to its key", async () => {
    const file = await mms();
    for (const named of [
      { media_url: publicUrl(file) },
      { media_url: [publicUrl(file)] },
      { media_urls: [publicUrl(file)] },
      { media_url: publicUrl(file), media_urls: [publicUrl(file)], s3_key: file.s3_key },
    ]) {
      const { status, body } = await post(backend(), "sms", { message_type: "image", ...named });
      expect([status, body.s3_key, body.media_urls], JSON.stringify(named)).toEqual([
        201,
        file.s3_key,
        undefined,
      ]);
    }
    const media = backend()
      .jobs()
      .map(({ job }) => job.parts[0]!.payload.MediaUrl);
    expect(media).toEqual(Array(4).fill([file.s3_key]));
  });

  it("may be somebody else's https address, handed on as it is", async () => {
    const urls = ["https://example.com/cat.png", "https://example.com/dog.png?size=2"];
    const { status, body } = await post(backend(), "sms", { message_text: "Pets", media_urls: urls });
    expect([status, body.message_type, body.media_urls]).toEqual([201, "file", urls]);
    expect(backend().jobs()[0]!.job.parts).toMatchObject([
      { kind: "media", payload: { Body: "Pets", MediaUrl: urls } },
    ]);
  });

  it("is ten at most, and each address public https", async () => {
    const many = Array.from({ length: 11 }, (_, index) => `https://example.com/${index}.png`);
    const refused = async (body: object) =>
      (await post<Problem>(backend(), "sms", { message_type: "image", ...body })).body;
    expect(await refused({ media_urls: many })).toMatchObject({
      status: 422,
      errors: [{ path: "/media_urls", code: "too_many_media" }],
    });
    expect(await refused({ media_url: "http://example.com/cat.png" })).toMatchObject({
      status: 422,
      errors: [{ path: "/media_url", code: "media_url_not_https" }],
    });
    expect(await refused({ media_url: "https://127.0.0.1/cat.png" })).toMatchObject({
      status: 422,
      errors: [{ path: "/media_url", code: "media_url_not_public" }],
    });
    const elsewhere = `https://${BUCKET}.s3.amazonaws.com/2/${"0".repeat(26)}/cat.png`;
    expect(await refused({ media_url: elsewhere })).toMatchObject({
      ...MISSING,
      errors: [{ path: "/media_url" }],
    });
    expect(backend().jobs()).toEqual([]);
  });

  it("by an address is taken on WhatsApp, as a link that it fetches itself", async () => {
    const media_url = "https://example.com/cat.png";
    const { status, body } = await post(backend(), "whatsapp", { message_type: "image", media_url });
    expect([status, body.media_urls]).toEqual([201, [media_url]]);
    expect(backend().jobs()[0]!.job.parts).toMatchObject([{ payload: { image: { link: media_url } } }]);
  });

  it("by an address is taken on no channel that does not carry one", async () => {
    for (const channel of CHANNELS.filter((one) => refuses(channels[one].capabilities.foreign_url))) {
      const asked = { message_type: "image", media_url: "https://example.com/cat.png" };
      const { status, body } = await post(backend(), channel, asked);
      expect([status, body]).toMatchObject([422, { errors: [{ path: "/media_url" }] }]);
    }
  });
});
