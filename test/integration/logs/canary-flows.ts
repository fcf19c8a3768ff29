import { once } from "node:events";
import { expect } from "vitest";
import { WebSocket } from "ws";
import { DEMO, DEMO_VISITOR_TOKEN } from "../../../infra/local/demo.ts";
import { signMeta, signTwilio, signX } from "../../../infra/local/sandbox/sign.ts";
import { png } from "../../infra/sandbox/helper.ts";
import { bodyFor, CHANNELS, ENDPOINTS } from "../http/channels.ts";
import { bodyOf, entryOf, META, type Meta } from "../http/meta.ts";
import type { Signed } from "../http/uploads.ts";
import { written } from "../http/x-events.ts";
import { CANARIES } from "./canaries.ts";
import type { startTalking } from "./talking-server.ts";

type Server = Awaited<ReturnType<typeof startTalking>>;
/** What only one run knows: the signatures of its own links. */
type Made = Record<string, string>;

const TEXT = `${CANARIES["a message's text"]}, ${CANARIES["an e-mail address"]} +${CANARIES["a phone number"]}`;
const FORM = { "content-type": "application/x-www-form-urlencoded" };

const post = (server: Server, channel: (typeof CHANNELS)[number], body: Record<string, unknown>) =>
  server.call("POST", ENDPOINTS[channel].path, JSON.stringify(bodyFor(channel, body)));

const FATES = [
  "",
  "sandbox:refuse",
  "sandbox:429=1",
  "sandbox:lost sandbox:silent",
  "sandbox:html",
  "sandbox:noid",
];

/** Messages that arrive, are refused, put off, lost, and answered by surprise; and requests that are none. */
export const write = async (server: Server, made: Made): Promise<void> => {
  for (const channel of CHANNELS.filter((one) => one !== "x")) {
    for (const fate of FATES) {
      expect((await post(server, channel, { message_text: `${TEXT} ${fate}` })).status).toBe(201);
    }
    expect((await post(server, channel, { message_type: "note", message_text: TEXT })).status).toBe(201);
    expect((await post(server, channel, { message_type: TEXT, to: TEXT })).status).toBe(400);
    expect((await server.call("POST", ENDPOINTS[channel].path, `{"message_text": "${TEXT}`)).status).toBe(
      400,
    );
    await sendFile(server, made, channel);
  }
  await writeToInbox(server);
  const parameters = [{ type: "text", text: CANARIES["a template's value"] }];
  for (const name of ["missing_one", "order_update"]) {
    const template = { name, language: { code: "en_US" }, components: [{ type: "body", parameters }] };
    expect((await post(server, "whatsapp", { message_type: "template", template })).status).toBe(201);
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

const writeToInbox = async (server: Server): Promise<void> => {
  const path = `/api/v1/threads/${DEMO.x.conversation}/messages`;
  const bodies = [
    ...FATES.map((fate) => [200, { content: `${TEXT} ${fate}` }] as const),
    [422, { content: "", replyToMessageId: TEXT }] as const,
    [422, TEXT] as const,
  ];
  for (const [status, body] of bodies)
    expect((await server.call("POST", path, JSON.stringify(body))).status).toBe(status);
  expect((await server.call("POST", path, `{"content": "${TEXT}`)).status).toBe(400);
};

const sendFile = async (server: Server, made: Made, channel: (typeof CHANNELS)[number]): Promise<void> => {
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
  expect([201, 422]).toContain((await post(server, channel, { message_type: "image", s3_key })).status);
};

/** Webhooks that are signed, are not, and say nothing that can be read. */
export const hear = async (server: Server, made: Made): Promise<void> => {
  for (const channel of META) for (const to of [undefined, "999999999"]) await hearOn(server, channel, to);
  for (const to of [DEMO.x.account.provider_ids.x_user_id!, "31"]) await hearOnX(server, to);
  const { account_sid, number } = DEMO.sms.account.provider_ids as Record<string, string>;
  for (const To of [number!, "+12025550000"]) {
    const form = {
      AccountSid: account_sid!,
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

const hearOnX = async (server: Server, to: string): Promise<void> => {
  const from = CANARIES["a page-scoped id"];
  for (const body of [written("500", TEXT, { from, to }), `{"text": "${TEXT}`, `{"data": "${TEXT}"}`]) {
    const signed = signX(CANARIES["X's consumer secret"], body);
    const headers = (signature: string) => ({ "x-twitter-webhooks-signature": signature });
    expect([200, 400]).toContain((await server.call("POST", "/webhooks/x", body, headers(signed))).status);
    const forged = headers(CANARIES["a webhook's signature"]);
    expect((await server.call("POST", "/webhooks/x", body, forged)).status).toBe(401);
  }
};

const hearOn = async (server: Server, channel: Meta, to: string | undefined): Promise<void> => {
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
export const chat = async (server: Server): Promise<void> => {
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
