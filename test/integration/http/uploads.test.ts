import { describe, expect, it } from "vitest";
import { DEMO } from "../../../infra/local/demo.ts";
import type { Problem } from "../../../shared/lambda/problem.ts";
import { cpuMs } from "../../support/cpu.ts";
import { post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { changingNothing, expectProblem, violationsOf } from "./refused.ts";
import { put, register, SAMPLES, sign, upload } from "./uploads.ts";

const backend = eachWithBackend();
const CONVERSATION = DEMO.whatsapp.conversation;
const MINUTE = 60_000;
const codeOf = (body: unknown) => /<Code>(\w+)<\/Code>/.exec(String(body))?.[1];

describe("a file on its way up", () => {
  it("is announced, put where the link leads, registered and named in a message", async () => {
    const { status, body: signed } = await sign(backend(), SAMPLES.png, CONVERSATION);
    expect(status).toBe(201);
    const id = signed.conversation_file_id;
    expect(signed).toEqual({
      url: expect.stringMatching(/^https:\/\/api\.example\.com\/bucket\//),
      method: "PUT",
      headers: { "content-type": "image/png", "if-none-match": "*" },
      s3_key: `1/${id}/photo.png`,
      s3_path: `s3://outgoing-files/1/${id}/photo.png`,
      s3PathWithoutBucket: `1/${id}/photo.png`,
      conversation_file_id: id,
      expires_at: "2026-03-01T09:15:00.000Z",
    });
    expect((await put(backend(), signed, SAMPLES.png.bytes)).status).toBe(200);
    const registered = await register(backend(), {
      conversation_id: CONVERSATION,
      organization_id: "1",
      file_name: "photo.png",
      file_type: "image/png",
      file_size: 64,
      s3_key: signed.s3_key,
      s3_path: signed.s3_path,
      file_category: "image",
    });
    expect([registered.status, registered.body]).toEqual([
      201,
      {
        _id: id,
        id,
        conversation_id: CONVERSATION,
        organization_id: 1,
        file_name: "photo.png",
        file_type: "image/png",
        file_size: 64,
        file_category: "image",
        s3_key: signed.s3_key,
        s3_path: signed.s3_path,
        status: "ready",
        created_at: "2026-03-01T09:00:00.000Z",
      },
    ]);
    expect((await register(backend(), { s3_path: signed.s3_path })).body).toEqual(registered.body);
    const message = await post(backend(), "whatsapp", { conversation_file_id: id });
    expect([message.status, message.body.message_type]).toEqual([201, "image"]);
  });

  it("may be named in a message before a byte of it arrived, and is pending until then", async () => {
    const { body: signed } = await sign(backend(), SAMPLES.png, CONVERSATION);
    const registered = await register(backend(), { s3_key: signed.s3_key });
    expect([registered.status, registered.body.status]).toEqual([201, "pending"]);
    expect((await post(backend(), "whatsapp", { s3_key: signed.s3_key })).status).toBe(201);
  });

  it("is taken once only, and only as it was announced", async () => {
    const { body: signed } = await sign(backend(), SAMPLES.png, CONVERSATION);
    const outcomes = [];
    for (const [bytes, headers] of [
      [SAMPLES.png.bytes, { "content-type": "image/jpeg" }],
      [SAMPLES.png.bytes, { "if-none-match": "" }],
      [Buffer.alloc(65), {}],
      [Buffer.alloc(63), {}],
      [SAMPLES.png.bytes, {}],
      [SAMPLES.png.bytes, {}],
    ] as const) {
      const answer = await put(backend(), signed, bytes, headers);
      outcomes.push([answer.status, codeOf(answer.body)]);
    }
    expect(outcomes).toEqual([
      [403, "SignatureDoesNotMatch"],
      [403, "SignatureDoesNotMatch"],
      [403, "SignatureDoesNotMatch"],
      [403, "SignatureDoesNotMatch"],
      [200, undefined],
      [412, "PreconditionFailed"],
    ]);
  });

  it("is not taken a quarter of an hour later", async () => {
    const { body: signed } = await sign(backend(), SAMPLES.png, CONVERSATION);
    backend().clock.add(15 * MINUTE);
    const answer = await put(backend(), signed, SAMPLES.png.bytes);
    expect([answer.status, codeOf(answer.body)]).toEqual([403, "AccessDenied"]);
  });
});

describe("an announcement", () => {
  it.each([
    [{ file_name: "" }, 400, "/file_name"],
    [{ file_name: "x".repeat(1_025) }, 400, "/file_name"],
    [{ file_type: "png" }, 400, "/file_type"],
    [{ file_type: "image/png\r\nx-evil: 1" }, 400, "/file_type"],
    [{ file_type: "image/png;\r\n a=b" }, 400, "/file_type"],
    [{ file_type: 'image/png; a="b\nc"' }, 400, "/file_type"],
    [{ file_type: "image/png; a=ü" }, 400, "/file_type"],
    [{ file_size: 0 }, 400, "/file_size"],
    [{ file_size: -1 }, 400, "/file_size"],
    [{ file_size: "big" }, 400, "/file_size"],
    [{ file_size: 100 * 1024 * 1024 + 1 }, 422, "/file_size"],
    [{ conversation_id: "x" }, 400, "/conversation_id"],
  ])("of %j is refused, and makes no file", async (body, status, path) => {
    const answer = await changingNothing(backend(), () =>
      sign<Problem>(backend(), SAMPLES.png, CONVERSATION, { body }),
    );
    expectProblem(answer, status);
    expect(answer.body.errors.map((error) => error.path)).toEqual([path]);
  });

  it("of an endless type is answered at once", async () => {
    const file_type = `image/png${" ;a=b".repeat(48)};`;
    const used = await cpuMs(() => sign(backend(), SAMPLES.png, CONVERSATION, { body: { file_type } }));
    expect(used).toBeLessThan(1_000);
  });

  it("of a dangerous name keeps what is safe of it", async () => {
    for (const [file_name, kept] of [
      ["../../etc/passwd", "passwd.png"],
      ["C:\\temp\\a b.png", "a b.png"],
      ["\u202egnp.exe", "gnp.exe"],
      ["..", "file.png"],
      ["résumé 🙂.png", "résumé 🙂.png"],
    ] as const) {
      const { body } = await sign(backend(), SAMPLES.png, CONVERSATION, { body: { file_name } });
      expect(body.s3_key).toBe(`1/${body.conversation_file_id}/${kept}`);
    }
  });
});

describe("a registration", () => {
  it("that contradicts the announcement is refused, each field by its path", async () => {
    const { s3_key } = await upload(backend(), SAMPLES.png, CONVERSATION);
    const answer = await register<Problem>(backend(), {
      s3_key,
      conversation_id: 102,
      organization_id: 2,
      file_type: "image/jpeg",
      file_size: 65,
    });
    expectProblem(answer, 422);
    expect(violationsOf(answer)).toEqual([
      ["/conversation_id", "contradiction"],
      ["/organization_id", "contradiction"],
      ["/file_type", "contradiction"],
      ["/file_size", "contradiction"],
    ]);
  });

  it("must name its file", async () => {
    const answer = await register<Problem>(backend(), {});
    expectProblem(answer, 400);
    expect(answer.body.errors.map(({ path }) => path)).toEqual(["/s3_key"]);
    const two = [await upload(backend(), SAMPLES.png, 101), await upload(backend(), SAMPLES.png, 101)];
    const unclear = await register<Problem>(backend(), { s3_key: two[0]!.s3_key, s3_path: two[1]!.s3_path });
    expect(violationsOf(unclear)).toEqual([["/s3_path", "contradiction"]]);
  });
});
