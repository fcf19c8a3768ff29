import { beforeEach, describe, expect, it } from "vitest";
import { DEMO } from "../../../infra/local/demo.ts";
import { objectCreated } from "../../../infra/local/object-event.ts";
import type { MessageDocument } from "../../../shared/messaging/message-document.ts";
import { eventFor, invoke, refusedInvoke } from "../../support/calls.ts";
import { acceptOn, bodyFor, CHANNELS } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { addOtherOrganization, OTHER_OFFSET } from "./other-organization.ts";

const backend = eachWithBackend();
beforeEach(() => addOtherOrganization(backend()));

const payload = { ...bodyFor("sms", { message_text: "Hello" }), organization_id: 1 };
const nested = (depth: number) => JSON.parse(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`);

describe("an invocation by another Lambda", () => {
  it("is trusted with its organization, and only with that one's things", async () => {
    const sms = acceptOn(backend(), "sms");
    const theirs = await invoke(sms, {
      ...payload,
      organization_id: "2",
      conversation_id: 105 + OTHER_OFFSET,
    });
    expect(theirs.organization_id).toBe(2);
    const foreign = await refusedInvoke(sms, { ...payload, organization_id: 2 });
    const absent = await refusedInvoke(sms, { ...payload, conversation_id: 999_999 });
    expect(foreign).toEqual(absent);
    expect(foreign).toMatchObject({ status: 404, name: "NotFound", errors: [] });
  });

  it.each(CHANNELS)("must name its organization, on %s too", async (channel) => {
    const { organization_id: _, ...body } = bodyFor(channel, { message_text: "Hello" });
    const problem = await refusedInvoke(acceptOn(backend(), channel), body);
    expect(problem).toMatchObject({ status: 400, errors: [{ path: "/organization_id" }] });
    expect(backend().jobs()).toEqual([]);
  });

  it("is done once per request id, so that Lambda's own retries are harmless", async () => {
    const sms = acceptOn(backend(), "sms");
    const first = await invoke(sms, payload, "request-1");
    expect((await invoke(sms, payload, "request-1")).id).toBe(first.id);
    expect((await invoke(sms, payload, "request-2")).id).not.toBe(first.id);
    expect(backend().jobs()).toHaveLength(2);
  });

  it("may carry a key of its own, an author and a wish to preview only", async () => {
    const sms = acceptOn(backend(), "sms");
    const keyed = { ...payload, idempotency_key: "key-1", author: "person", strict: true };
    const first = await invoke(sms, keyed, "request-1");
    expect(first.author).toEqual({ kind: "person", member_id: null });
    expect((await invoke(sms, keyed, "request-2")).id).toBe(first.id);
    const preview = await invoke<{ preview: boolean }>(sms, { ...payload, preview: true });
    expect(preview).toMatchObject({ preview: true, channel: "sms", violations: [] });
    const empty = { ...payload, idempotency_key: null, author: null, preview: null };
    expect((await invoke<MessageDocument>(sms, empty)).author.kind).toBe("bot");
    expect(backend().jobs()).toHaveLength(2);
  });

  it("is refused by an error whose message is the problem document", async () => {
    const problem = await refusedInvoke(acceptOn(backend(), "whatsapp"), {
      ...payload,
      conversation_id: DEMO.whatsapp.conversation,
      message_type: "fax",
    });
    expect(problem).toMatchObject({
      type: "about:blank",
      title: "Bad Request",
      status: 400,
      name: "BadRequest",
      className: "bad-request",
      code: 400,
      errors: [{ path: "/message_type", message: expect.stringContaining('"fax"') }],
    });
    expect(problem.message).toBe(problem.detail);
  });

  it.each([
    ["nothing", undefined, 400],
    ["null", null, 400],
    ["a text", "Hello", 400],
    ["a list", [payload], 400],
    ["half an emoji", { ...payload, message_text: "\ud83d" }, 400],
    ["NUL", { ...payload, message_text: "a\u0000b" }, 400],
    ["__proto__", JSON.parse(`{"__proto__": {}, "organization_id": 1}`), 400],
    ["10,000 levels", { ...payload, x: nested(10_000) }, 400],
    ["a million levels", { ...payload, x: nested(1_000_000) }, 400],
    ["300 KB", { ...payload, message_text: "x".repeat(300_000) }, 413],
    ["a key of 256 characters", { ...payload, idempotency_key: "k".repeat(256) }, 400],
    ["an author who is neither", { ...payload, author: "robot" }, 400],
    ["an event of the bucket", { ...objectCreated("b", "1/2/3"), organization_id: 1 }, 400],
    ["an event without its request", { ...payload, version: "2.0" }, 400],
    ["an HTTP request taken apart", { ...payload, requestContext: null }, 400],
  ])("that carries %s is refused, and nothing is stored", async (_, event, status) => {
    const before = backend().stored();
    expect((await refusedInvoke(acceptOn(backend(), "sms"), event)).status).toBe(status);
    expect(backend().stored()).toEqual(before);
    expect(backend().jobs()).toEqual([]);
  });
});

describe("an HTTP request", () => {
  it("is never trusted with its organization, however it is dressed", async () => {
    const event = eventFor("POST /conversation-messages-sms", { key: null, body: payload });
    const answer = await acceptOn(backend(), "sms")({ ...event, ...payload, organization_id: 1 }, {
      awsRequestId: "r",
    } as never);
    expect(answer).toMatchObject({ statusCode: 401 });
    expect(backend().jobs()).toEqual([]);
  });
});
