import { describe, expect, it } from "vitest";
import { DEMO } from "../../../infra/local/demo.ts";
import type { Problem } from "../../../shared/lambda/problem.ts";
import { post } from "./channels.ts";
import { oneBackend } from "./fixture.ts";
import { changingNothing, expectProblem } from "./refused.ts";
import { register, SAMPLES, sign, upload } from "./uploads.ts";

const backend = oneBackend();
const CONVERSATION = DEMO.whatsapp.conversation;
/** What reads as 64, the sample's size, or as another number, only to a lenient eye. */
const NO_NUMBERS = [true, [64], {}, "0x40", " 64 ", "6.4e1", "64.0", "+64", -64, 64.5, "9007199254740992"];

describe("a file_size that is no whole number", () => {
  const path = (body: Problem) => body.errors.map((error) => error.path);

  it.each([...NO_NUMBERS, "", null, 0, "0"])("%j announces no file", async (file_size) => {
    const answer = await changingNothing(backend(), () =>
      sign<Problem>(backend(), SAMPLES.png, CONVERSATION, { body: { file_size } }),
    );
    expectProblem(answer, 400);
    expect(path(answer.body)).toEqual(["/file_size"]);
  });

  it.each(NO_NUMBERS)("%j registers no file and names none in a message", async (file_size) => {
    const { s3_key } = await upload(backend(), SAMPLES.png, CONVERSATION);
    const registered = await register<Problem>(backend(), { s3_key, file_size });
    expectProblem(registered, 400);
    expect(path(registered.body)).toEqual(["/file_size"]);
    const named = await post<Problem>(backend(), "whatsapp", { s3_key, file_size });
    expectProblem(named, 400);
    expect(path(named.body)).toEqual(["/file_size"]);
  });
});

describe("a file_size", () => {
  it.each([64, "64", "0064"])("may be %j", async (file_size) => {
    const { status, body } = await sign(backend(), SAMPLES.png, CONVERSATION, { body: { file_size } });
    expect(status).toBe(201);
    const registered = await register(backend(), { s3_key: body.s3_key, file_size });
    expect([registered.status, registered.body.file_size]).toEqual([201, 64]);
    expect((await post(backend(), "whatsapp", { s3_key: body.s3_key, file_size })).status).toBe(201);
  });
});
