import { afterEach, describe, expect, it } from "vitest";
import { smsSender } from "../../../functions/sms/client.ts";
import { readMediaToken } from "../../../shared/attachments/media-token.ts";
import { readHandle } from "../../../shared/domain/ids.ts";
import type { Job } from "../../../shared/domain/message.ts";
import { Unsendable } from "../../../shared/messaging/channel-ports.ts";
import { createLines } from "../../../shared/providers/lines.ts";
import { ACCOUNT_SID, accountOf, file, jobOf, MESSAGE_ID, MESSAGE_SID, NOW, says } from "./sms-support.ts";
import { type Reply, twilioServer } from "./twilio-server.ts";

const PUBLIC_URL = "https://outgoing.example.com";
const created: Reply = { status: 201, body: { sid: MESSAGE_SID, status: "queued", error_code: null } };
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const started = async (...replies: Reply[]) => {
  const server = await twilioServer(...replies);
  const lines = createLines(2);
  cleanups.push(() => lines.close(), server.close);
  const sender = smsSender({
    lines,
    endpoint: async () => ({ origin: server.origin, token: "auth-token" }),
    publicUrl: PUBLIC_URL,
    mediaSecret: async () => "media-secret",
    now: () => NOW,
  });
  const send = async (job: Job, index = 0) => {
    const prepared = await sender.prepare(job, job.parts[index]!, index);
    return (await prepared.connect()).run();
  };
  return { sender, send, received: server.received };
};

const outcomeOf = async (reply: Reply) => (await started(reply)).send(jobOf(says("Hello")));

describe("a message sent through Twilio", () => {
  it("is one form, signed in with the account's SID and token, that names where to report", async () => {
    const { send, received } = await started(created);
    expect(await send(jobOf(says("Hello & a+b 👋")))).toEqual({
      kind: "sent",
      provider_message_id: MESSAGE_SID,
      word: "queued",
    });
    expect(received).toEqual([
      {
        method: "POST",
        path: `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`,
        authorization: `Basic ${Buffer.from(`${ACCOUNT_SID}:auth-token`).toString("base64")}`,
        contentType: "application/x-www-form-urlencoded",
        body:
          "To=%2B15005550001&From=%2B15005550006&Body=Hello+%26+a%2Bb+%F0%9F%91%8B" +
          `&StatusCallback=https%3A%2F%2Foutgoing.example.com%2Fwebhooks%2Ftwilio%3Fhandle%3D42.${MESSAGE_ID}0`,
      },
    ]);
  });

  it("can be found again from each part's own callback address", async () => {
    const { send, received } = await started(created, created);
    const job = jobOf(says("a".repeat(1_601)));
    await send(job, 0);
    await send(job, 1);
    const handles = received.map(({ body }) => {
      const callback = new URL(new URLSearchParams(body).get("StatusCallback")!);
      return readHandle(callback.searchParams.get("handle")!);
    });
    expect(handles).toEqual([0, 1].map((part) => ({ conversation_id: 42, message_id: MESSAGE_ID, part })));
  });

  it("carries each file as a link to ourselves that lasts 24 hours, and other addresses untouched", async () => {
    const { send, received } = await started(created);
    const url = "https://cdn.example.com/b.jpg?x=1&y=2";
    const media = [{ file: file("a.png") }, { url }, { file: file("c.png") }];
    const job = jobOf(says("Look!", { type: "image", media }));
    const before = structuredClone(job);
    await send(job);
    const form = new URLSearchParams(received[0]!.body);
    const [first, second, third, ...more] = form.getAll("MediaUrl");
    expect([second, more]).toEqual([url, []]);
    const grants = [first, third].map((link) => {
      expect(link).toMatch(/^https:\/\/outgoing\.example\.com\/media\//);
      return readMediaToken(link!.slice(`${PUBLIC_URL}/media/`.length), "media-secret", NOW);
    });
    const expires_at = new Date("2026-11-22T10:00:00.000Z");
    expect(grants).toEqual(
      ["a.png", "c.png"].map((name) => ({ organization_id: 1, file_id: file(name).id, expires_at })),
    );
    expect(job).toEqual(before);
  });

  it("names the messaging service in place of a number when the account has one", async () => {
    const { send, received } = await started(created);
    const provider_ids = { account_sid: ACCOUNT_SID, messaging_service_sid: "MG1" };
    await send(jobOf(says("Hello"), accountOf({ provider_ids })));
    const form = new URLSearchParams(received[0]!.body);
    expect([form.get("MessagingServiceSid"), form.has("From")]).toEqual(["MG1", false]);
  });

  it("does not reach Twilio before its connection is used", async () => {
    const { sender, received } = await started(created);
    const job = jobOf(says("Hello"));
    const call = await (await sender.prepare(job, job.parts[0]!, 0)).connect();
    call.release();
    expect(received).toEqual([]);
  });
});

describe("an answer of Twilio", () => {
  it("that refuses becomes a card: what happened, who can help, what to do", async () => {
    const body = {
      code: 21610,
      message: "Attempt to send to unsubscribed recipient",
      more_info: "",
      status: 400,
    };
    expect(await outcomeOf({ status: 400, body })).toEqual({
      kind: "refused",
      failure: {
        code: "provider_refused",
        message: "The contact replied STOP and gets no messages from this number.",
        provider_code: "21610",
        provider_message: "Attempt to send to unsubscribed recipient",
        retryable: false,
        fix_by: "customer",
        next_step: "Do not write again unless the contact replies START.",
      },
    });
  });

  it("at the concurrency limit puts the message off as long as it asks", async () => {
    const body = { code: 20429, message: "Too Many Requests", more_info: "", status: 429 };
    const asked = await outcomeOf({ status: 429, body, headers: { "retry-after": "3" } });
    expect(asked).toMatchObject({ kind: "throttled", retry_after: 3 });
    expect(await outcomeOf({ status: 429, body })).toMatchObject({ kind: "throttled", retry_after: 1 });
  });

  it.each<[string, Reply]>([
    ["is lost with the connection", "hang up"],
    ["is a gateway's HTML page", { status: 502, body: "<html><h1>502 Bad Gateway</h1></html>" }],
    ["is 201 without a SID", { status: 201, body: { status: "queued" } }],
    [
      "is a server error",
      { status: 500, body: { code: 20500, message: "Internal Server Error", status: 500 } },
    ],
    ["is longer than any of Twilio's", { status: 201, body: " ".repeat(1024 * 1024 + 1) }],
  ])("that %s leaves the outcome unknown", async (_, reply) => {
    expect(await outcomeOf(reply)).toMatchObject({ kind: "lost" });
  });
});

describe("an account without its SID", () => {
  it("sends nothing, and says who can mend it", async () => {
    const { sender, received } = await started(created);
    const job = jobOf(says("Hello"), accountOf({ provider_ids: {} }));
    const failed = sender.prepare(job, job.parts[0]!, 0);
    await expect(failed).rejects.toBeInstanceOf(Unsendable);
    await expect(failed).rejects.toMatchObject({ failure: { code: "account_without_sid", fix_by: "admin" } });
    expect(received).toEqual([]);
  });
});
