import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createHandler as createArrived } from "../../../functions/attachments/attachment-uploaded.ts";
import { createHandler as createSettle } from "../../../functions/conversations/settle-unknown.ts";
import { createHandler as createTwilio } from "../../../functions/sms/webhook-twilio.ts";
import { createHandler as createSocket } from "../../../functions/webchat/webchat-socket.ts";
import { DEMO_SECRETS, DEMO_VISITOR_TOKEN } from "../../../infra/local/demo.ts";
import { contextFor } from "../../../infra/local/http-event.ts";
import { objectCreated } from "../../../infra/local/object-event.ts";
import { signMeta, signTwilio } from "../../../infra/local/sandbox/sign.ts";
import { log, safeError } from "../../../shared/lambda/log.ts";
import type { Items } from "../../../shared/store/items.ts";
import { call } from "../../support/calls.ts";
import { BUCKET } from "../../support/embedded.ts";
import { CHANNELS, ENDPOINTS, post } from "../http/channels.ts";
import { eachWithBackend } from "../http/fixture.ts";
import { bodyOf, CREATE, entryOf, META } from "../http/meta.ts";
import { SAMPLES, sign } from "../http/uploads.ts";
import { CANARIES, FOREIGN_IP, leaksIn } from "./canaries.ts";

const backend = eachWithBackend();
const ALL = { ...CANARIES, "a foreign IP address": FOREIGN_IP };

/** As databases and providers complain: what they were given stands in quotes, addresses and tokens also bare. */
const COMPLAINT = [
  `near '${CANARIES["a message's text"]}': syntax error`,
  `Bearer ${CANARIES["a provider's token"]} sha256=${CANARIES["a webhook's signature"]} is wrong`,
  `+${CANARIES["a phone number"]} ${CANARIES["a page-scoped id"]} ${CANARIES["an e-mail address"]} at ${FOREIGN_IP}`,
  `no object 1/01kjm2v6g0c3x5t9w8n4r7e1qd/${CANARIES["a file's name"]}`,
  `GET https://files.example/x?${CANARIES["a signed query"]} failed`,
  `    at "${CANARIES["a template's value"]}"`,
  // Last, for a line is cut where it grows too long.
  `ValidationException: {"Item": ${JSON.stringify(CANARIES)}} is too large`,
].join("\n");

const complain = async (): Promise<never> => {
  throw new Error(COMPLAINT, { cause: new Error(COMPLAINT) });
};
/** A database of which everything, or only what is written, fails. */
const broken = (items: Items, what: "all" | "writes"): Items =>
  new Proxy(items, {
    get: (target, name, receiver) =>
      what === "all" || /write|put|update|transact/i.test(String(name))
        ? complain
        : Reflect.get(target, name, receiver),
  });

/** Every line, as it would be written. */
let lines: string[] = [];
beforeEach(() => {
  lines = [];
  for (const level of ["info", "warn", "error"] as const) {
    vi.spyOn(log, level).mockImplementation((fields, sentence) => {
      const error = "error" in fields ? { error: safeError(fields.error) } : {};
      lines.push(JSON.stringify({ ...fields, ...error, sentence }));
    });
  }
});
afterEach(() => vi.restoreAllMocks());

const expectSpokenOf = (sentence: RegExp) => {
  expect(lines.join("\n")).toMatch(sentence);
  expect(leaksIn(lines.join("\n"), ALL)).toEqual([]);
};

it.each(CHANNELS)("a request on %s that the database fails", async (channel) => {
  for (const what of ["all", "writes"] as const) {
    const parts = { ...backend().parts(channel), items: broken(backend().items, what) };
    const { path, accept } = ENDPOINTS[channel];
    const body = { conversation_id: 1, message_text: CANARIES["a message's text"] };
    await call(accept(parts), `POST ${path}`, { body });
  }
  expectSpokenOf(/a request failed/);
});

it.each(CHANNELS)("a job of %s that the database fails, or that can be read by nobody", async (channel) => {
  await post(backend(), channel, { message_text: CANARIES["a message's text"] });
  const [stored] = backend().jobs();
  const parts = { ...backend().parts(channel), items: broken(backend().items, "all") };
  const queue = { ...parts.queue, changeVisibility: complain };
  const deliver = ENDPOINTS[channel].deliver({ ...parts, queue });
  const attributes = { ApproximateReceiveCount: "1", MessageGroupId: "1" };
  for (const body of [
    JSON.stringify(stored!.job),
    `{"message": {"id": "${CANARIES["a message's text"]}"}}`,
    CANARIES["a phone number"],
    "{",
  ]) {
    const record = { messageId: "1", receiptHandle: "1", body, attributes };
    await deliver({ Records: [record] } as never, contextFor(60_000));
  }
  expectSpokenOf(/a job could not be worked/);
  expectSpokenOf(/visibility could not be changed/);
});

it.each(["whatsapp", "messenger", "instagram", "sms"] as const)(
  "a part on %s that cannot be prepared",
  async (channel) => {
    await post(backend(), channel, { message_text: CANARIES["a message's text"] });
    const [stored] = backend().jobs();
    const sender = { ...backend().parts(channel), lines: { take: complain, close: () => {} } };
    const attributes = { ApproximateReceiveCount: "1", MessageGroupId: "1" };
    backend().settings.sandbox = "http://127.0.0.1:9";
    const record = { messageId: "1", receiptHandle: "1", body: JSON.stringify(stored!.job), attributes };
    await ENDPOINTS[channel].deliver(sender)({ Records: [record] } as never, contextFor(60_000));
    expectSpokenOf(/a part could not be prepared/);
  },
);

it("webhooks that the database fails", async () => {
  for (const channel of META) {
    const items = broken(backend().items, "all");
    const body = bodyOf(channel, entryOf(channel, { id: "m.1", text: CANARIES["a message's text"] }));
    const headers = { "x-hub-signature-256": signMeta(DEMO_SECRETS.META_APP_SECRET, body) };
    const asked = { key: null, body, headers };
    const answer = await call(
      CREATE[channel]({ ...backend().parts(channel), items }),
      `POST /webhooks/${channel}`,
      asked,
    );
    expect(answer.status).toBe(500);
    expect(leaksIn(answer.text, ALL)).toEqual([]);
  }
  const form = { To: "+12025550115", Body: CANARIES["a message's text"] };
  const url = "https://api.example.com/webhooks/twilio";
  const headers = { "x-twilio-signature": signTwilio(DEMO_SECRETS.TWILIO_AUTH_TOKEN, url, form) };
  const parts = { ...backend().parts("sms"), items: broken(backend().items, "all") };
  const asked = { key: null, body: String(new URLSearchParams(form)), headers };
  expect((await call(createTwilio(parts), "POST /webhooks/twilio", asked)).status).toBe(500);
  expectSpokenOf(/a request failed/);
  expect(lines).toHaveLength(4);
});

it("sockets, arrivals and settling that the database or the bucket fails", async () => {
  const items = broken(backend().items, "all");
  const socket = createSocket({ ...backend().parts("webchat"), items });
  const query = { conversation_id: "104", token: DEMO_VISITOR_TOKEN };
  for (const eventType of ["CONNECT", "MESSAGE", "DISCONNECT"]) {
    const requestContext = { connectionId: "1", eventType, requestId: "1" };
    const body = JSON.stringify({ type: "message", text: CANARIES["a message's text"] });
    await socket({ requestContext, queryStringParameters: query, body } as never);
  }
  expectSpokenOf(/a frame could not be handled/);
  const { body: signed } = await sign(backend(), SAMPLES.png, 101);
  const bucket = { ...backend().parts().bucket, head: complain, start: complain };
  const arrived = createArrived({ items: backend().items, bucket });
  const failed = await arrived(objectCreated(BUCKET, signed.s3_key)).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(Error);
  expectSpokenOf(/an uploaded object could not be checked/);
  const settling = await createSettle({ ...backend().parts(), items })().catch((error: unknown) => error);
  expect(leaksIn(JSON.stringify(safeError(settling)), ALL)).toEqual([]);
});

it("would show it if a line said more than it should", () => {
  log.info({ text: CANARIES["a message's text"] }, "a message was accepted");
  expect(leaksIn(lines.join("\n"), ALL)).toEqual(["a message's text"]);
});
