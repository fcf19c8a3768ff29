import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { WebSocket } from "ws";
import { DEMO, DEMO_VISITOR_TOKEN } from "../../../infra/local/demo.ts";
import { signMeta, signTwilio } from "../../../infra/local/sandbox/sign.ts";
import { png } from "../../infra/sandbox/helper.ts";
import { drained } from "../crash/load.ts";
import { bodyFor, CHANNELS, ENDPOINTS } from "../http/channels.ts";
import { bodyOf, entryOf, META, type Meta } from "../http/meta.ts";
import type { Signed } from "../http/uploads.ts";
import { CANARIES, leaksIn } from "./canaries.ts";
import { startTalking } from "./talking-server.ts";

const TEXT = `${CANARIES["a message's text"]}, ${CANARIES["an e-mail address"]} +${CANARIES["a phone number"]}`;
const FORM = { "content-type": "application/x-www-form-urlencoded" };

let folder: string;
let server: Awaited<ReturnType<typeof startTalking>>;
let log: string;
/** What only this run knows: the signatures of its own links. */
const made: Record<string, string> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "talking-"));
  server = await startTalking(folder);
  try {
    await write();
    await hear();
    await chat();
    await drained(
      server.origin,
      Object.values(DEMO).map(({ conversation }) => conversation),
    );
  } finally {
    log = await server.stop();
  }
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const post = (channel: (typeof CHANNELS)[number], body: Record<string, unknown>) =>
  server.call("POST", ENDPOINTS[channel].path, JSON.stringify(bodyFor(channel, body)));

/** Messages that arrive, are refused, put off, lost, and answered by surprise; and requests that are none. */
const write = async (): Promise<void> => {
  for (const channel of CHANNELS) {
    for (const fate of [
      "",
      "sandbox:refuse",
      "sandbox:429=1",
      "sandbox:lost sandbox:silent",
      "sandbox:html",
      "sandbox:noid",
    ]) {
      expect((await post(channel, { message_text: `${TEXT} ${fate}` })).status).toBe(201);
    }
    expect((await post(channel, { message_type: "note", message_text: TEXT })).status).toBe(201);
    expect((await post(channel, { message_type: TEXT, to: TEXT })).status).toBe(400);
    expect((await server.call("POST", ENDPOINTS[channel].path, `{"message_text": "${TEXT}`)).status).toBe(
      400,
    );
    await sendFile(channel);
  }
  const parameters = [{ type: "text", text: CANARIES["a template's value"] }];
  for (const name of ["order_update", "missing_one"]) {
    const template = { name, language: { code: "en_US" }, components: [{ type: "body", parameters }] };
    expect((await post("whatsapp", { message_type: "template", template })).status).toBe(201);
  }
  const query = `?${CANARIES["a signed query"]}`;
  expect((await server.call("GET", `/media/${CANARIES["a provider's token"]}${query}`)).status).toBe(404);
  expect(
    (await server.call("GET", `/bucket/1/x/${encodeURIComponent(CANARIES["a file's name"])}${query}`)).status,
  ).toBeGreaterThanOrEqual(400);
  expect((await server.call("GET", `/nowhere${query}`)).status).toBe(404);
  const wrong = { "x-api-key": CANARIES["a provider's token"] };
  expect((await server.call("GET", "/conversations", undefined, wrong)).status).toBe(401);
};

const sendFile = async (channel: (typeof CHANNELS)[number]): Promise<void> => {
  const bytes = png();
  const asked = {
    conversation_id: DEMO[channel].conversation,
    file_name: CANARIES["a file's name"],
    file_type: "image/png",
    file_size: bytes.length,
  };
  const signing = await server.call("POST", "/s3-url-signing", JSON.stringify(asked));
  const { url, headers, s3_key } = JSON.parse(signing.body) as Signed;
  made[`the signature of the link for ${channel}`] = new URL(url).searchParams.get("signature")!;
  expect(
    (await server.call("PUT", `${new URL(url).pathname}?forged=1`, bytes, headers)).status,
  ).toBeGreaterThanOrEqual(400);
  expect((await server.call("PUT", url, bytes, headers)).status).toBe(200);
  expect((await server.call("POST", "/conversation-files", JSON.stringify({ s3_key }))).status).toBe(201);
  expect([201, 422]).toContain((await post(channel, { message_type: "image", s3_key })).status);
};

/** Webhooks that are signed, are not, and say nothing that can be read. */
const hear = async (): Promise<void> => {
  for (const channel of META) for (const to of [undefined, "999999999"]) await hearOn(channel, to);
  const sms = { ...DEMO.sms.account.provider_ids, To: DEMO.sms.account.address };
  for (const To of [sms.To, "+12025550000"]) {
    const form = {
      AccountSid: sms.account_sid!,
      MessageSid: "SM1",
      From: `+${CANARIES["a phone number"]}`,
      To,
      Body: TEXT,
    };
    const signature = signTwilio(CANARIES["Twilio's auth token"], `${server.origin}/webhooks/twilio`, form);
    made["Twilio's own signature"] = signature;
    const body = String(new URLSearchParams(form));
    for (const [said, status] of [
      [signature, 204],
      [CANARIES["a webhook's signature"], 401],
    ] as const) {
      const answer = await server.call("POST", "/webhooks/twilio", body, {
        ...FORM,
        "x-twilio-signature": said,
      });
      expect(answer.status).toBe(status);
    }
  }
};

const hearOn = async (channel: Meta, to: string | undefined): Promise<void> => {
  const from = channel === "whatsapp" ? CANARIES["a phone number"] : CANARIES["a page-scoped id"];
  const message = { id: `m.${to}`, text: TEXT, from, at: Date.now(), ...(to && { to }) };
  for (const body of [
    bodyOf(channel, entryOf(channel, message)),
    `{"text": "${TEXT}`,
    `{"entry": "${TEXT}"}`,
  ]) {
    const signature = signMeta(CANARIES["the app secret"], body);
    const right = await server.call("POST", `/webhooks/${channel}`, body, {
      "x-hub-signature-256": signature,
    });
    expect([200, 400]).toContain(right.status);
    const forged = { "x-hub-signature-256": `sha256=${CANARIES["a webhook's signature"]}` };
    expect((await server.call("POST", `/webhooks/${channel}`, body, forged)).status).toBe(401);
  }
};

/** A visitor's frames, whole and broken, and one who may not come in. */
const chat = async (): Promise<void> => {
  const address = `${server.origin.replace("http", "ws")}/webchat?conversation_id=${DEMO.webchat.conversation}&token=`;
  await once(new WebSocket(`${address}${CANARIES["a provider's token"]}`), "error");
  const socket = new WebSocket(`${address}${DEMO_VISITOR_TOKEN}`);
  await once(socket, "open");
  const frames = [
    JSON.stringify({ type: "message", text: TEXT, client_id: "1" }),
    TEXT,
    `{"type": "${TEXT}"}`,
  ];
  for (const frame of frames) {
    socket.send(frame);
    await once(socket, "message");
  }
  socket.terminate();
};

it("says what happened, and nothing of what was said, by whom, or with which secret", () => {
  expect(log).toContain("a webhook named an account that is not known here");
  expect(log).toContain('"signal":"SIGTERM"');
  expect(Object.values(made).every((value) => value.length > 20)).toBe(true);
  expect(leaksIn(log, { ...CANARIES, ...made })).toEqual([]);
});

it.each(Object.entries(CANARIES))("would show %s if it were logged, whole or escaped", (name, canary) => {
  for (const form of [
    canary,
    JSON.stringify(canary),
    encodeURIComponent(canary),
    JSON.stringify(JSON.stringify(canary)),
  ]) {
    expect(leaksIn(`${log}${form}`, CANARIES)).toEqual([name]);
  }
});
