import { describe, expect, it } from "vitest";
import { DEMO } from "../../../infra/local/demo.ts";
import { CHANNELS } from "../../../shared/domain/channel.ts";
import { eachWithBackend } from "./fixture.ts";
import { type InboxError, write } from "./inbox-calls.ts";
import { addOtherOrganization, OTHER_KEY } from "./other-organization.ts";
import { changingNothing } from "./refused.ts";
import { SAMPLES, upload } from "./uploads.ts";

const backend = eachWithBackend();
type Options = Parameters<typeof write>[2];
const refused = (body: unknown, asked?: Options) =>
  changingNothing(backend(), () => write<InboxError>(backend(), body, asked));

/** Inbox's own shape, status and code, and nothing beside it. */
const expectError = async (answer: ReturnType<typeof refused>, status: number, code: string) => {
  const { status: told, headers, body } = await answer;
  expect(told, JSON.stringify(body)).toBe(status);
  expect(body).toEqual({ error: { code, message: expect.stringMatching(/./), status } });
  expect(headers).toMatchObject({
    "content-type": "application/json; charset=utf-8",
    "x-request-id": expect.stringMatching(/./),
  });
};
const hello = { content: "Hello" };

describe("Inbox refuses", () => {
  it.each([
    ["no key", { key: null }],
    ["nobody's key", { key: null, headers: { authorization: "Bearer nobodys" } }],
    ["a key that is no bearer", { key: null, headers: { authorization: "Basic abc" } }],
  ])("%s, whatever else is wrong", async (_, asked) => {
    for (const body of [hello, {}, "{", { content: 7 }])
      await expectError(refused(body, asked), 401, "UNAUTHORIZED");
    await expectError(refused(hello, { ...asked, threadId: "nothere" }), 401, "UNAUTHORIZED");
  });

  it.each(["999", "abc", "0", "99999999999999999999", "no-thread", ""])(
    "the thread %j, which is not there",
    async (threadId) => {
      await expectError(refused(hello, { threadId }), 404, "THREAD_NOT_FOUND");
    },
  );

  it("another organization's thread in the very words of one that is not there", async () => {
    await addOtherOrganization(backend());
    const foreign = await refused(hello, { key: OTHER_KEY });
    const absent = await refused(hello, { key: OTHER_KEY, threadId: "999" });
    expect([foreign.status, foreign.text]).toEqual([404, absent.text]);
  });

  it.each(CHANNELS.filter((channel) => channel !== "x"))("a thread on %s", async (channel) => {
    const threadId = String(DEMO[channel].conversation);
    await expectError(refused(hello, { threadId }), 422, "VALIDATION_ERROR");
  });

  it.each([
    ["no content", {}],
    ["empty content", { content: "" }],
    ["content of spaces", { content: "  " }],
    ["content that is no text", { content: 7 }],
    ["content that is half a character", { content: "\ud83d" }],
    ["more than ten messages hold", { content: "word ".repeat(22_000) }],
    ["a reply to something that is no id", { ...hello, replyToMessageId: "A-1" }],
    ["an attachment that is no object", { ...hello, attachment: "abc" }],
    ["a list", [hello]],
  ])("%s", async (_, body) => {
    await expectError(refused(body), 422, "VALIDATION_ERROR");
  });

  it("a body that is no JSON, or not said to be", async () => {
    await expectError(refused("{"), 400, "BAD_REQUEST");
    const headers = { "content-type": "text/plain" };
    await expectError(refused("Hello", { headers }), 415, "UNSUPPORTED_MEDIA_TYPE");
    await expectError(refused({ content: "x".repeat(300_000) }), 413, "PAYLOAD_TOO_LARGE");
  });

  it("a reply to a message, and a file, that are not there", async () => {
    const id = "0".repeat(26);
    await expectError(refused({ ...hello, replyToMessageId: id }), 404, "MESSAGE_NOT_FOUND");
    await expectError(refused({ ...hello, attachment: { id } }), 404, "ATTACHMENT_NOT_FOUND");
  });

  it("a file that X does not carry", async () => {
    const { conversation_file_id: id } = await upload(backend(), SAMPLES.pdf, DEMO.x.conversation);
    await expectError(refused({ ...hello, attachment: { id } }), 422, "VALIDATION_ERROR");
  });

  it("another message under a key that was used, by either of its addresses", async () => {
    const headers = { "idempotency-key": "k1" };
    expect((await write(backend(), hello, { headers })).status).toBe(200);
    await expectError(refused({ content: "Other" }, { headers }), 422, "VALIDATION_ERROR");
    await expectError(refused(hello, { headers: { "idempotency-key": "" } }), 400, "BAD_REQUEST");
  });

  it("to wait: a request whose twin is on its way is told so, and when to come back", async () => {
    const headers = { "idempotency-key": "k2" };
    const [one, two] = await Promise.all([
      write(backend(), hello, { headers }),
      write(backend(), hello, { headers }),
    ]);
    expect([one.status, two.status].sort()).toContain(200);
    expect(backend().jobs()).toHaveLength(1);
  });
});

describe("Inbox takes", () => {
  it("null and empty for what is left out, and ignores what it does not know", async () => {
    const body = { ...hello, replyToMessageId: "", attachment: null, extra: { a: 1 } };
    expect((await write(backend(), body)).status).toBe(200);
  });

  it("a first message as well as an answer: there is no plan to pay for", async () => {
    expect(
      (await write(backend(), hello, { headers: { authorization: "Bearer demo-key" }, key: null })).status,
    ).toBe(200);
  });
});
