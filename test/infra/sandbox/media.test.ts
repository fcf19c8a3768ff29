import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { mediaProblem } from "../../../infra/local/sandbox/media-rules.ts";
import { codeOf, jpeg, mp4, NUMBER, opus, pdf, png, until, useSandbox, useServer, webp } from "./helper.ts";

const sandbox = useSandbox();
const { upload, wa, call } = sandbox;
const MB = 1024 * 1024;
const bearer = { headers: { authorization: "Bearer sandbox-token" } };

describe("uploading media to WhatsApp", () => {
  it("answers an id, and shows what was uploaded", async () => {
    const { status, body } = await upload(png(), "image/png", { name: "a.png" });
    expect([status, Object.keys(body)]).toEqual([200, ["id"]]);
    const sha256 = createHash("sha256").update(png()).digest("hex");
    const { body: list } = await call("GET", "/uploads");
    expect((list.data as object[])[0]).toMatchObject({
      id: body.id,
      account: NUMBER,
      type: "image/png",
      size: 64,
      sha256,
      filename: "a.png",
    });
    const described = await call("GET", `/v25.0/${body.id}`, bearer);
    expect(described.body).toMatchObject({ id: body.id, mime_type: "image/png", sha256, file_size: 64 });
    expect((await call("GET", `/v25.0/${body.id}?phone_number_id=1`, bearer)).status).toBe(400);
  });

  it("takes 5 MB of image, not a byte more", async () => {
    expect((await upload(jpeg(5 * MB), "image/jpeg")).status).toBe(200);
    expect(codeOf(await upload(jpeg(5 * MB + 1), "image/jpeg"))).toBe(131053);
  });

  it("takes 16 MB of video, not a byte more", async () => {
    expect((await upload(mp4(16 * MB), "video/mp4")).status).toBe(200);
    expect(codeOf(await upload(mp4(16 * MB + 1), "video/mp4"))).toBe(131053);
  });

  it("takes 100 MB of document, not a byte more", async () => {
    expect(await mediaProblem("application/pdf", pdf(100 * MB))).toBeUndefined();
    expect(await mediaProblem("application/pdf", pdf(100 * MB + 1))).toContain("104857600");
  });

  it("takes static stickers of 100 KB and animated ones of 500 KB", async () => {
    expect((await upload(webp(100 * 1024), "image/webp")).status).toBe(200);
    expect(codeOf(await upload(webp(100 * 1024 + 1), "image/webp"))).toBe(131053);
    expect((await upload(webp(500 * 1024, true), "image/webp")).status).toBe(200);
    expect(codeOf(await upload(webp(500 * 1024 + 1, true), "image/webp"))).toBe(131053);
  });

  it("knows its types: no gif, no wav, no webm", async () => {
    for (const type of ["image/gif", "audio/wav", "video/webm", "application/zip"]) {
      expect(codeOf(await upload(jpeg(), type)), type).toBe(100);
    }
  });

  it("looks at the bytes", async () => {
    expect(codeOf(await upload(jpeg(), "image/png"))).toBe(131053);
    expect(codeOf(await upload(Buffer.from("hello"), "image/jpeg"))).toBe(131053);
    expect(codeOf(await upload(Buffer.alloc(0), "image/jpeg"))).toBe(131053);
    expect((await upload(Buffer.from("hällo"), "text/plain")).status).toBe(200);
    expect(codeOf(await upload(jpeg(), "text/plain"))).toBe(131053);
  });

  it("wants png in 8-bit RGB and ogg in opus with one channel", async () => {
    expect(codeOf(await upload(png(64, 16, 6), "image/png"))).toBe(131053);
    expect(codeOf(await upload(png(64, 8, 3), "image/png"))).toBe(131053);
    expect((await upload(opus(1), "audio/ogg", { said: "audio/ogg; codecs=opus" })).status).toBe(200);
    expect(codeOf(await upload(opus(2), "audio/ogg"))).toBe(131053);
  });

  it("wants the part and the parameter to agree, and every parameter", async () => {
    expect(codeOf(await upload(jpeg(), "image/png", { said: "image/jpeg" }))).toBe(100);
    const form = new FormData();
    form.set("file", new Blob(["a"], { type: "text/plain" }), "a.txt");
    form.set("type", "text/plain");
    expect(codeOf(await call("POST", `/v25.0/${NUMBER}/media`, { ...bearer, body: form }))).toBe(100);
    expect(codeOf(await call("POST", `/v25.0/${NUMBER}/media`, { ...bearer, body: "rubbish" }))).toBe(100);
    expect((await call("POST", `/v25.0/${NUMBER}/media`, { body: form })).status).toBe(401);
  });
});

describe("sending media on WhatsApp", () => {
  const send = (type: string, media: object, number?: string) => wa({ type, [type]: media }, number);

  it("works with an id of the same number and kind", async () => {
    const { body } = await upload(png(), "image/png");
    expect((await send("image", { id: body.id, caption: "a".repeat(1024) })).status).toBe(200);
    expect(codeOf(await send("image", { id: body.id }, "999"))).toBe(131053);
    expect(codeOf(await send("video", { id: body.id }))).toBe(131053);
    expect(codeOf(await send("image", { id: "123" }))).toBe(131053);
    expect(codeOf(await send("image", { id: body.id, caption: "a".repeat(1025) }))).toBe(100);
    expect((await call("DELETE", `/v25.0/${body.id}`, bearer)).body).toEqual({ success: true });
    expect(codeOf(await send("image", { id: body.id }))).toBe(131053);
  });

  it("has no caption on audio and stickers", async () => {
    const audio = (await upload(opus(), "audio/ogg")).body.id;
    const sticker = (await upload(webp(1000), "image/webp")).body.id;
    expect((await send("audio", { id: audio, voice: true })).status).toBe(200);
    expect((await send("sticker", { id: sticker })).status).toBe(200);
    expect(codeOf(await send("audio", { id: audio, caption: "a" }))).toBe(100);
    expect(codeOf(await send("sticker", { id: sticker, caption: "a" }))).toBe(100);
  });

  it("wants either id or link", async () => {
    expect(codeOf(await send("image", {}))).toBe(100);
    expect(codeOf(await send("image", { id: "1", link: "http://127.0.0.1/a.png" }))).toBe(100);
    expect(codeOf(await send("image", { link: "s3://bucket/a.png" }))).toBe(131009);
  });

  const host = useServer(({ url }) =>
    url === "/a.png"
      ? { status: 200, headers: { "content-type": "image/png" }, body: png() }
      : { status: 404 },
  );

  it("fetches a link after the answer, and notes what was wrong with it", async () => {
    expect((await send("image", { link: `${host.origin()}/a.png` })).status).toBe(200);
    await until(() => host.caught.length === 1);
    expect((await send("document", { link: `${host.origin()}/gone.pdf` })).status).toBe(200);
    await until(() => sandbox.received()[0]?.notes.includes("media link unusable: HTTP status 404"));
  });
});
