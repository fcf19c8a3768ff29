import { describe, expect, it } from "vitest";
import { DEMO } from "../../../infra/local/demo.ts";
import type { Problem } from "../../../shared/lambda/problem.ts";
import type { Preview } from "../../../shared/messaging/preview-of.ts";
import type { Asked } from "../../support/calls.ts";
import { CHANNELS, post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { changingNothing, expectProblem } from "./refused.ts";
import { SAMPLES, upload } from "./uploads.ts";

const backend = eachWithBackend();
const preview = (channel: (typeof CHANNELS)[number], body: Record<string, unknown>, asked: Asked = {}) =>
  changingNothing(backend(), () =>
    post<Preview>(backend(), channel, body, { query: { preview: "true" }, ...asked }),
  );

describe.each(CHANNELS)("a preview on %s", (channel) => {
  it("shows the payloads that are then queued, and changes nothing", async () => {
    const { s3_key } = await upload(backend(), SAMPLES.png, DEMO[channel].conversation);
    for (const body of [
      { message_text: "Hello" },
      { message_type: "image", message_text: "Look!", s3_key },
      { message_text: "word ".repeat(1_700) },
    ]) {
      const shown = await preview(channel, body);
      expect(shown.status).toBe(200);
      const sent = await post(backend(), channel, body);
      const queued = backend().jobs().at(-1)!.job.parts;
      const unstamped = (payload: unknown) =>
        JSON.parse(JSON.stringify(payload).replace(/\d+\.[0-9a-z]{26}(\d)/g, "handle of part $1"));
      expect(shown.body.parts.map(({ payload }) => unstamped(payload))).toEqual(
        queued.map(({ payload }) => unstamped(payload)),
      );
      expect(shown.body).toMatchObject({
        preview: true,
        channel,
        conversation_id: DEMO[channel].conversation,
        message_type: sent.body.message_type,
        adaptations: sent.body.adaptations,
        window: sent.body.window,
        violations: [],
      });
    }
  });

  it("of a note shows no payload, for it goes nowhere", async () => {
    const { status, body } = await preview(channel, { message_type: "note", message_text: "Hello" });
    expect([status, body]).toMatchObject([200, { message_type: "note", parts: [], violations: [] }]);
  });

  it("uses up no key", async () => {
    const keyed = { headers: { "idempotency-key": "key-1" } };
    expect((await preview(channel, { message_text: "Hello" }, keyed)).status).toBe(200);
    const sent = await post(backend(), channel, { message_text: "Other" }, keyed);
    expect([sent.status, sent.headers["idempotent-replayed"]]).toEqual([201, undefined]);
  });
});

describe("a preview of what cannot be sent", () => {
  const long = { message_text: "あ".repeat(40_000) };

  it("says that the message is too large to be queued, as the answer to sending it does", async () => {
    const shown = await preview("whatsapp", long);
    const violations = [expect.objectContaining({ path: "", code: "too_large" })];
    expect([shown.status, shown.body.violations]).toEqual([200, violations]);
    expect(shown.body.parts).toHaveLength(10);
    const sent = await changingNothing(backend(), () => post<Problem>(backend(), "whatsapp", long));
    expectProblem(sent, 413);
    expect(sent.body.errors).toEqual(shown.body.violations);
  });

  it("says so beside every other reason", async () => {
    backend().clock.add(25 * 3_600_000);
    const codes = ["window_closed", "too_large"];
    const shown = await preview("whatsapp", long);
    expect(shown.body.violations.map(({ code }) => code)).toEqual(codes);
    const sent = await post<Problem>(backend(), "whatsapp", long);
    expectProblem(sent, 422);
    expect(sent.body.errors.map(({ code }) => code)).toEqual(codes);
  });

  it("names every violation and the state of the window, and is no error", async () => {
    const { s3_key } = await upload(backend(), SAMPLES.pdf, 101);
    backend().clock.add(25 * 3_600_000);
    const { status, body } = await preview("whatsapp", {
      message_type: "image",
      s3_key,
      file_name: "other.pdf",
      message_text: "word ".repeat(300),
      strict: true,
    });
    expect(status).toBe(200);
    expect(body.window).toMatchObject({ state: "closed", allowed: ["note", "template"] });
    expect(body.violations.map(({ path, code }) => [path, code])).toEqual([
      ["/file_name", "contradiction"],
      ["/s3_key", "unsupported_media_type"],
      ["/message_type", "window_closed"],
      ["/message_text", "adaptation_refused"],
    ]);
    expect(body.adaptations.map(({ code }) => code)).toEqual(["caption_moved"]);
  });

  it("is an error where nothing can be shown: a malformed body, a foreign conversation", async () => {
    const asked = { query: { preview: "true" } };
    expectProblem(await post<Problem>(backend(), "sms", { message_type: "fax" }, asked), 400);
    expectProblem(
      await post<Problem>(backend(), "sms", { conversation_id: 999, message_text: "a" }, asked),
      404,
    );
  });

  it("is asked for by preview=true and nothing else", async () => {
    for (const value of ["false", "1", ""]) {
      const { status } = await post(
        backend(),
        "sms",
        { message_text: "Hello" },
        { query: { preview: value } },
      );
      expect(status).toBe(201);
    }
  });
});
