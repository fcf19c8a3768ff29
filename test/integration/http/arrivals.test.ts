import { describe, expect, it } from "vitest";
import { createHandler as createUploaded } from "../../../functions/attachments/attachment-uploaded.ts";
import { DEMO } from "../../../infra/local/demo.ts";
import { objectCreated } from "../../../infra/local/object-event.ts";
import type { Problem } from "../../../shared/lambda/problem.ts";
import { post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { changingNothing, expectProblem, violationsOf } from "./refused.ts";
import { put, register, SAMPLES, type Sample, sign, upload } from "./uploads.ts";

const backend = eachWithBackend();
const CONVERSATION = DEMO.whatsapp.conversation;
const fileRows = () =>
  backend()
    .stored()
    .flatMap(({ sk, file }) => (sk === "file" && file ? [file] : []));

describe("what arrived and is not what was announced", () => {
  const liar = (bytes: Buffer): Sample => ({ name: "photo.png", type: "image/png", bytes });
  const arrived = async (sample: Sample) => {
    const { body: signed } = await sign(backend(), sample, CONVERSATION);
    await put(backend(), signed, sample.bytes);
    return signed;
  };

  const zip = Buffer.from("504b0304140000000000", "hex");
  const ole = Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(600)]);

  it.each([
    ["a page called image", liar(SAMPLES.html.bytes)],
    ["a drawing with a script called image", liar(SAMPLES.svg.bytes)],
    ["a document called image", liar(SAMPLES.pdf.bytes)],
    ["rubbish called image", liar(Buffer.from("hello"))],
    ["a page called text", { ...SAMPLES.html, type: "text/plain" }],
    ["a program called document", { name: "a.pdf", type: "application/pdf", bytes: Buffer.from("MZ\x90\0") }],
    ["an archive called document", { name: "a.pdf", type: "application/pdf", bytes: zip }],
    ["an office file called document", { name: "a.pdf", type: "application/pdf", bytes: ole }],
    ["an archive called another", { name: "a.7z", type: "application/x-7z-compressed", bytes: zip }],
    ["an archive called image", liar(zip)],
    ["an archive called text", { name: "a.txt", type: "text/plain", bytes: zip }],
  ])("is refused when it is registered, and by the bucket's event: %s", async (_, sample) => {
    const signed = await arrived(sample);
    const answer = await register<Problem>(backend(), { s3_key: signed.s3_key });
    expectProblem(answer, 422);
    expect(violationsOf(answer)).toEqual([["/s3_key", "file_refused"]]);
    const other = await arrived(sample);
    await createUploaded(backend().parts())(objectCreated("outgoing-files", other.s3_key));
    expect(fileRows()).toMatchObject([{ state: "refused" }, { state: "refused" }]);
    const message = await post<Problem>(backend(), "whatsapp", {
      message_type: "file",
      s3_key: other.s3_key,
    });
    expect([message.status, violationsOf(message)[0]]).toEqual([422, ["/s3_key", "file_refused"]]);
  });

  it.each([
    ["application/vnd.openxmlformats-officedocument.wordprocessingml.document", zip],
    ["application/zip", zip],
    ["application/msword", ole],
    ["application/vnd.ms-excel", ole],
    ["application/octet-stream", zip],
  ])("is taken when all its first bytes say is that it is an archive: %s", async (type, bytes) => {
    const signed = await upload(backend(), { name: "a", type, bytes }, CONVERSATION);
    expect((await register(backend(), { s3_key: signed.s3_key })).body.status).toBe("ready");
  });

  it.each(Object.entries(SAMPLES))("is what it says it is: %s", async (_, sample) => {
    const signed = await upload(backend(), sample, CONVERSATION);
    expect((await register(backend(), { s3_key: signed.s3_key })).body.status).toBe("ready");
  });
});

describe("the bucket's event", () => {
  const uploaded = (...keys: string[]) => {
    const events = keys.map((key) => objectCreated("outgoing-files", key).Records);
    return createUploaded(backend().parts())({ Records: events.flat() });
  };
  const sent = async (name: string, sample: Sample = SAMPLES.png) => {
    const { body } = await sign(backend(), { ...sample, name }, CONVERSATION);
    await put(backend(), body, sample.bytes);
    return body;
  };

  it("has every record looked at, whatever its name looks like and however often it comes", async () => {
    const names = ["a b.png", "résumé+50%.png", "写真🙂.png", "plain.png"];
    const files = [];
    for (const name of names) files.push(await sent(name));
    const keys = files.map(({ s3_key }) => s3_key);
    await uploaded(...keys, ...keys);
    await uploaded(...keys.toReversed());
    expect(fileRows()).toMatchObject(Array(4).fill({ state: "checked", etag: expect.any(String) }));
  });

  it("of a stranger's object, an announced one that is not there, or a test changes nothing", async () => {
    const { body: early } = await sign(backend(), SAMPLES.png, CONVERSATION);
    await changingNothing(backend(), async () => {
      await uploaded("logs/2026/access.log", `2/${"0".repeat(26)}/a.png`, early.s3_key, "%");
      await createUploaded(backend().parts())({ Event: "s3:TestEvent", Bucket: "b" } as never);
    });
  });

  it("that cannot be read fails by itself, and the others are looked at all the same", async () => {
    const file = await sent("a.png");
    const [record] = objectCreated("outgoing-files", file.s3_key).Records;
    const broken = { ...record!, s3: { ...record!.s3, object: { ...record!.s3.object, key: "100%" } } };
    const handled = createUploaded(backend().parts())({ Records: [broken, record!] });
    await expect(handled).rejects.toThrow("1 objects could not be checked");
    expect(fileRows()).toMatchObject([{ state: "checked" }]);
  });
});
