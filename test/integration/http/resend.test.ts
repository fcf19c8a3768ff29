import { describe, expect, it, vi } from "vitest";
import { createHandler as createResend } from "../../../functions/conversations/resend-message.ts";
import { log } from "../../../shared/lambda/log.ts";
import type { Problem } from "../../../shared/lambda/problem.ts";
import type { MessageDocument } from "../../../shared/messaging/message-document.ts";
import { call } from "../../support/calls.ts";
import { CHANNELS, post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { brokenQueue } from "./interrupted.ts";
import { archive, getConversation, hear, listMessages } from "./reading.ts";
import { changingNothing, expectProblem, violationsOf } from "./refused.ts";
import { becomes, inParts, posted, resend } from "./resending.ts";
import { SAMPLES, upload } from "./uploads.ts";
import { work } from "./work.ts";

const backend = eachWithBackend();
const hello = { message_text: "Hello" };
/** The job of a message: what will leave. */
const jobOf = (id: string) =>
  backend()
    .jobs()
    .find(({ job }) => job.message.id === id)!;
/** The parts of a job, whatever stamps them as this message's. */
const unstamped = (id: string) =>
  JSON.parse(JSON.stringify(jobOf(id).job.parts).replaceAll(id, "this-message")) as unknown;

describe.each(CHANNELS)("a failed message on %s that is resent", (channel) => {
  it("is a new message at the end, with the same parts, and names the old one", async () => {
    const old = await posted(backend(), channel, hello, "failed");
    backend().clock.add(1);
    await posted(backend(), channel, { message_text: "Another" });
    backend().clock.add(1);
    const { status, body } = await resend(backend(), channel, old.id);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      message_text: "Hello",
      status: "queued",
      resend_of: old.id,
      adaptations: [],
    });
    expect(unstamped(body.id)).toEqual(unstamped(old.id));
    expect(jobOf(body.id).queue).toBe(channel);
    expect(jobOf(body.id).group).toBe(jobOf(old.id).group);
    const { data } = (await listMessages(backend(), old.conversation_id)).body;
    const outgoing = data.filter(({ direction }) => direction === "outgoing");
    expect(outgoing.map(({ id, resend_of }) => [id, resend_of])).toEqual([
      [body.id, old.id],
      [expect.any(String), null],
      [old.id, null],
    ]);
    expect(outgoing[2]!.status).toBe("failed");
  });
});

describe("what a message says", () => {
  const again = async (channel: (typeof CHANNELS)[number], body: Record<string, unknown>) => {
    const old = await posted(backend(), channel, body, "failed");
    const { status, body: made } = await resend(backend(), channel, old.id);
    expect(status, JSON.stringify(made)).toBe(201);
    expect(unstamped(made.id)).toEqual(unstamped(old.id));
    return { old, made };
  };

  it("keeps its file and its caption", async () => {
    const { s3_key } = await upload(backend(), SAMPLES.png, 101);
    const { made } = await again("whatsapp", { message_type: "image", message_text: "Look!", s3_key });
    expect(made).toMatchObject({ s3_key, message_type: "image", message_text: "Look!" });
  });

  it("keeps every file and every foreign address of an MMS", async () => {
    const files = [await upload(backend(), SAMPLES.png, 105), await upload(backend(), SAMPLES.jpeg, 105)];
    const media_urls = [...files.map(({ s3_path }) => s3_path), "https://example.com/picture.png"];
    const { made } = await again("sms", { message_type: "image", media_urls });
    expect(made.media_urls).toEqual(["https://example.com/picture.png"]);
  });

  it("keeps the order of an MMS's media, whoever's they are", async () => {
    const [png, jpeg] = [
      await upload(backend(), SAMPLES.png, 105),
      await upload(backend(), SAMPLES.jpeg, 105),
    ];
    const urls = ["https://example.com/1.png", "https://example.com/3.png", "https://example.com/5.png"];
    const media_urls = [urls[0], png.s3_path, urls[1], jpeg.s3_path, urls[2]];
    const { made } = await again("sms", { message_type: "image", media_urls });
    expect(made.media_urls).toEqual(urls);
  });

  it("keeps its template", async () => {
    const template = { name: "hello_world", language: { code: "en_US" } };
    const { made } = await again("whatsapp", { message_type: "template", template });
    expect(made.template).toEqual(template);
  });

  it("keeps what it answers", async () => {
    const heard = await hear(backend(), 101, "Where are you?");
    expect(heard).toBeDefined();
    const { data } = (await listMessages(backend(), 101)).body;
    const question = data.find(({ message_text }) => message_text === "Where are you?")!;
    const { made } = await again("whatsapp", { ...hello, reply_to_message_id: question.id });
    expect(made.reply_to_message_id).toBe(question.id);
    expect(JSON.stringify(jobOf(made.id).job.parts)).toContain("heard-Where");
  });

  it("is the resender's, and takes the conversation out of the archive", async () => {
    const old = await posted(backend(), "sms", hello, "failed");
    await archive(backend(), 105);
    const { body } = await resend(backend(), "sms", old.id, { key: "demo-bot-key" });
    expect([old.author.kind, body.author.kind]).toEqual(["person", "bot"]);
    expect((await getConversation(backend(), 105)).body.archived).toBe(false);
  });

  it("is subject to the window again", async () => {
    const old = await posted(backend(), "whatsapp", hello, "failed");
    backend().clock.add(25 * 3_600_000);
    const answer = await changingNothing(backend(), () => resend<Problem>(backend(), "whatsapp", old.id));
    expectProblem(answer, 422);
    expect(violationsOf(answer)).toEqual([["/message_type", "window_closed"]]);
  });
});

describe("a message of which some parts had left", () => {
  const ABC = { message_text: inParts("abc") };

  it("is resent without them, and says so", async () => {
    const old = await posted(backend(), "webchat", ABC, "sent", "failed", "canceled");
    const { status, body } = await resend(backend(), "webchat", old.id);
    expect([status, body.parts.length]).toEqual([201, 2]);
    expect(body.adaptations).toContainEqual(
      expect.objectContaining({ code: "already_sent", message: expect.stringContaining("3 parts") }),
    );
    const texts = jobOf(body.id).job.parts.map(({ payload }) => String(payload.text)[0]);
    expect(texts).toEqual(["b", "c"]);
  });

  it("stamps each part with the place it has in the new message, so that callbacks find it", async () => {
    const old = await posted(backend(), "whatsapp", ABC, "delivered", "failed", "canceled");
    const { body } = await resend(backend(), "whatsapp", old.id);
    const stamps = jobOf(body.id).job.parts.map(({ payload }) => payload.biz_opaque_callback_data);
    expect(stamps).toEqual([`101.${body.id}0`, `101.${body.id}1`]);
  });

  it.each([
    ["sent", "lost", "canceled", "bc"],
    ["failed", "delivered", "read", "a"],
    ["lost", "sent", "lost", "ac"],
    ["canceled", "canceled", "canceled", "abc"],
  ] as const)("(%s, %s, %s) is resent as %s", async (first, second, third, rest) => {
    const old = await posted(backend(), "webchat", ABC, first, second, third);
    const { body } = await resend(backend(), "webchat", old.id);
    const texts = jobOf(body.id).job.parts.map(({ payload }) => String(payload.text)[0]);
    expect(texts.join("")).toBe(rest);
  });

  it("is resent without those that the resend brought, when that one failed too", async () => {
    const first = await posted(
      backend(),
      "webchat",
      { message_text: inParts("abcd") },
      "sent",
      "failed",
      "canceled",
      "canceled",
    );
    const { body: second } = await resend(backend(), "webchat", first.id);
    await becomes(backend(), second, "sent", "failed", "canceled");
    const { status, body: third } = await resend(backend(), "webchat", second.id);
    expect([status, third.resend_of, third.parts.length]).toEqual([201, second.id, 2]);
    const texts = jobOf(third.id).job.parts.map(({ payload }) => String(payload.text)[0]);
    expect(texts.join("")).toBe("cd");
  });

  it("is refused when its content comes apart otherwise today, and is resent whole when nothing had left", async () => {
    const old = await posted(backend(), "webchat", ABC, "sent", "failed", "canceled");
    const whole = await posted(backend(), "webchat", ABC, "failed", "canceled", "canceled");
    for (const row of backend()
      .stored()
      .filter(({ kind }) => kind === "outgoing")) {
      const message = { ...(row.message as object), message_text: inParts("abcd") };
      await backend().items.write({ put: { ...row, message } });
    }
    const answer = await changingNothing(backend(), () => resend<Problem>(backend(), "webchat", old.id));
    expectProblem(answer, 409);
    expect(answer.body.detail).toMatch(/3 parts have left, and today it would be 4/);
    expect((await resend(backend(), "webchat", whole.id)).body.parts).toHaveLength(4);
  });
});

describe("a second click", () => {
  it("answers with the message of the first, and sends nothing", async () => {
    const old = await posted(backend(), "sms", hello, "failed");
    const first = await resend(backend(), "sms", old.id);
    const again = await changingNothing(backend(), () => resend(backend(), "sms", `${old.id}0`));
    expect([first.headers["idempotent-replayed"], again.headers["idempotent-replayed"]]).toEqual([
      undefined,
      "true",
    ]);
    expect([again.status, again.body]).toEqual([201, first.body]);
  });

  it("at the very same moment makes no second message", async () => {
    const old = await posted(backend(), "sms", hello, "failed");
    const answers = await Promise.all(Array.from({ length: 8 }, () => resend(backend(), "sms", old.id)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
    expect(backend().jobs()).toHaveLength(2);
  });

  it("answers the same when the old message turns out to have left after all, or the window has closed", async () => {
    const old = await posted(backend(), "whatsapp", hello, "lost");
    const { body } = await resend(backend(), "whatsapp", old.id);
    backend().clock.add(25 * 3_600_000);
    expect((await resend(backend(), "whatsapp", old.id)).body.id).toBe(body.id);
    await becomes(backend(), old, "delivered");
    const again = await resend(backend(), "whatsapp", old.id);
    expect([again.status, again.body.id, again.headers["idempotent-replayed"]]).toEqual([
      201,
      body.id,
      "true",
    ]);
    expect(again.body.window!.state).toBe("closed");
  });

  it("on the new message, once it failed too, is another resend", async () => {
    const old = await posted(backend(), "sms", hello, "failed");
    const { body: second } = await resend(backend(), "sms", old.id);
    await becomes(backend(), second, "failed");
    const { status, body: third } = await resend(backend(), "sms", second.id);
    expect([status, third.resend_of]).toEqual([201, second.id]);
    expect(new Set([old.id, second.id, third.id]).size).toBe(3);
  });

  it("with a key of its own is another resend, and the key is bound to the message", async () => {
    const old = await posted(backend(), "sms", hello, "failed");
    const other = await posted(backend(), "sms", hello, "failed");
    const keyed = { headers: { "idempotency-key": "mine" } };
    const first = await resend(backend(), "sms", old.id);
    const second = await resend(backend(), "sms", old.id, keyed);
    expect(second.body.id).not.toBe(first.body.id);
    expect((await resend(backend(), "sms", old.id, keyed)).body.id).toBe(second.body.id);
    const reused = await resend<Problem>(backend(), "sms", other.id, keyed);
    expectProblem(reused, 422);
    expect(violationsOf(reused)).toEqual([["", "idempotency_key_reused"]]);
  });
});

describe("a message is not resent", () => {
  it.each([
    [[undefined], "still being sent (queued)"],
    [["sending"], "still being sent (sending)"],
    [["sent"], "has left (sent)"],
    [["delivered"], "has left (delivered)"],
    [["read"], "has left (read)"],
    [["failed", undefined], "still being sent (queued)"],
    [["sent", "failed", "sending"], "still being sent (sending)"],
  ] as const)("when its parts are %j", async (facts, said) => {
    const letters = "abc".slice(0, facts.length);
    const old = await posted(backend(), "webchat", { message_text: inParts(letters) }, ...facts);
    const answer = await changingNothing(backend(), () => resend<Problem>(backend(), "webchat", old.id));
    expectProblem(answer, 409);
    expect(answer.body.detail).toContain(said);
  });

  it.each([[["unknown"]], [["unknown", "failed"]]] as const)(
    "while the outcome of a part is waited for (%j), and is told how long",
    async (facts) => {
      const letters = "ab".slice(0, facts.length);
      const old = await posted(backend(), "webchat", { message_text: inParts(letters) }, ...facts);
      backend().clock.add(50_000);
      const answer = await changingNothing(backend(), () => resend<Problem>(backend(), "webchat", old.id));
      expectProblem(answer, 409);
      expect([answer.headers["retry-after"], answer.body.detail]).toEqual([
        "70",
        expect.stringMatching(/waited for/),
      ]);
      backend().clock.add(500_000);
      expect((await resend<Problem>(backend(), "webchat", old.id)).headers["retry-after"]).toBe("1");
    },
  );

  it("when it is a note, or the contact wrote it", async () => {
    const note = await post(backend(), "sms", { ...hello, message_type: "note" });
    await hear(backend(), 105, "Hi");
    const { data } = (await listMessages(backend(), 105)).body;
    const incoming = data.find(({ direction }) => direction === "incoming")!;
    for (const { id } of [note.body, incoming]) {
      const answer = await changingNothing(backend(), () => resend<Problem>(backend(), "sms", id));
      expectProblem(answer, 422);
      expect(violationsOf(answer)).toEqual([["", "not_outgoing"]]);
    }
  });

  it("when the queue cannot be reached; the next click after the lease sends it once, under the id that was told", async () => {
    vi.spyOn(log, "error").mockImplementation(() => {});
    const old = await posted(backend(), "sms", hello, "failed");
    const broken = createResend({ ...backend().parts(), queueOf: () => brokenQueue });
    const params = { id: "105", message_id: old.id };
    const route = "POST /conversations/{id}/messages/{message_id}/resend";
    const first = await call<Problem>(broken, route, { params });
    expectProblem(first, 503);
    expectProblem(await resend<Problem>(backend(), "sms", old.id), 409);
    backend().clock.add(30_000);
    const late = await resend(backend(), "sms", old.id);
    expect([late.status, late.body.id]).toEqual([201, first.body.data.message_id]);
    expect(backend().jobs()).toHaveLength(2);
    vi.restoreAllMocks();
  });
});

it("a resent message reaches the contact with what was missing, and nothing twice", async () => {
  const old = await posted(backend(), "webchat", { message_text: inParts("ab") }, "sent", "failed");
  backend().clock.add(1);
  const { body } = await resend(backend(), "webchat", old.id);
  await work(backend(), "webchat");
  const { data } = (await listMessages(backend(), 104)).body;
  const statuses = data
    .filter(({ direction }) => direction === "outgoing")
    .map(({ id, status }) => [id, status]);
  expect(statuses).toEqual([
    [body.id, "sent"],
    [old.id, "failed"],
  ] satisfies [string, MessageDocument["status"]][]);
});
