import { describe, expect, it } from "vitest";
import { createHandler } from "../../../functions/attachments/media-link.ts";
import { makeMediaToken } from "../../../shared/attachments/media-token.ts";
import type { Problem } from "../../../shared/lambda/problem.ts";
import { call } from "../../support/calls.ts";
import { APP_SECRET, START } from "../../support/embedded.ts";
import { eachWithBackend } from "./fixture.ts";
import { addOtherOrganization } from "./other-organization.ts";
import { expectProblem } from "./refused.ts";
import { put, SAMPLES, type Sample, sign, upload } from "./uploads.ts";

const backend = eachWithBackend();
const HOUR = 3_600_000;

const tokenFor = (file_id: string, { organization_id = 1, secret = APP_SECRET } = {}) =>
  makeMediaToken({ organization_id, file_id, expires_at: new Date(START.getTime() + 24 * HOUR) }, secret);

const ask = (method: string, token: string) =>
  call<Problem>(createHandler(backend().parts()), `${method} /media/{token}`, {
    params: { token },
    key: null,
  });

/** What a GET of the link leads to. */
const fetched = async (token: string) => {
  const { status, headers } = await ask("GET", token);
  expect(status).toBe(302);
  return backend().bucket.serve({
    method: "GET",
    url: new URL(headers.location!),
    headers: {},
    body: (async function* () {})(),
  });
};

describe("a media link", () => {
  it("answers HEAD with what the GET behind it will say", async () => {
    for (const sample of [SAMPLES.png, SAMPLES.pdf, SAMPLES.svg, SAMPLES.html, SAMPLES.opus] as Sample[]) {
      const { conversation_file_id } = await upload(backend(), sample, 105);
      const token = tokenFor(conversation_file_id);
      const head = await ask("HEAD", token);
      const got = await fetched(token);
      expect([head.status, head.text, got.status]).toEqual([200, "", 200]);
      for (const name of ["content-type", "content-length", "content-disposition"]) {
        expect(head.headers[name], name).toBe(got.headers[name]);
      }
      expect(got.headers["content-length"]).toBe(String(sample.bytes.length));
    }
  });

  it("never shows what a browser would run", async () => {
    for (const sample of [SAMPLES.svg, SAMPLES.html]) {
      const { conversation_file_id } = await upload(backend(), sample, 105);
      const { headers } = await fetched(tokenFor(conversation_file_id));
      expect(headers["content-type"]).toBe("application/octet-stream");
      expect(headers["content-disposition"]).toMatch(/^attachment/);
      expect(headers["x-content-type-options"]).toBe("nosniff");
    }
  });

  it("bears a name that Twilio takes", async () => {
    const sample = { ...SAMPLES.png, name: "a very long name of a holiday photo é.png" };
    const { conversation_file_id } = await upload(backend(), sample, 105);
    const { headers } = await fetched(tokenFor(conversation_file_id));
    const name = /filename="?([^";]+)/.exec(headers["content-disposition"]!)![1]!;
    expect(name.length).toBeLessThanOrEqual(20);
    expect(name).toMatch(/^[\w.-]+\.png$/);
  });

  it("that is forged, over, somebody else's or of a file that is not there is not found, in one form", async () => {
    await addOtherOrganization(backend());
    const { conversation_file_id: id } = await upload(backend(), SAMPLES.png, 105);
    const { body: early } = await sign(backend(), SAMPLES.png, 105);
    const good = tokenFor(id);
    const { body: liar } = await sign(backend(), { ...SAMPLES.png, type: "image/jpeg" }, 105);
    await put(backend(), liar, SAMPLES.png.bytes);
    const bad = [
      tokenFor(id, { secret: "another secret" }),
      tokenFor(id, { organization_id: 2 }),
      tokenFor("0".repeat(26)),
      tokenFor(early.conversation_file_id),
      tokenFor(liar.conversation_file_id),
      good.slice(0, -1),
      `${good}x`,
      good.replace(/\.\d{10}\./, ".9999999999."),
      "",
      "x".repeat(5_000),
    ];
    const answers = [];
    for (const token of bad) {
      for (const method of ["GET", "HEAD"]) {
        const answer = await ask(method, token);
        expectProblem(answer, 404);
        answers.push(answer.text);
      }
    }
    expect(new Set(answers).size).toBe(1);
    expect((await ask("HEAD", good)).status).toBe(200);
    backend().clock.add(24 * HOUR);
    expect((await ask("HEAD", good)).status).toBe(404);
  });
});
