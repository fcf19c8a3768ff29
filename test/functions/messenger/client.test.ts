import { afterEach, describe, expect, it } from "vitest";
import { messenger } from "../../../functions/messenger/channel.ts";
import { messengerSender } from "../../../functions/messenger/client.ts";
import { Unsendable } from "../../../shared/messaging/channel-ports.ts";
import { createLines } from "../../../shared/providers/lines.ts";
import {
  accountOf,
  bucket,
  file,
  graphError,
  graphServer,
  handle,
  jobOf,
  NOW,
  says,
  send,
} from "./page-support.ts";

const account = accountOf("messenger", { page_id: "1001" });
const ok = { status: 200, body: { recipient_id: "7305551234", message_id: "m_1" } };
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const started = async (...replies: Parameters<typeof graphServer>) => {
  const server = await graphServer(...replies);
  const lines = createLines(2);
  cleanups.push(() => lines.close(), server.close);
  const endpoint = async () => ({ origin: server.origin, token: "page-token" });
  const sender = messengerSender({ lines, endpoint, graphVersion: "v25.0", bucket, now: () => NOW });
  return { sender, received: server.received };
};

const outcomeOf = async (...replies: Parameters<typeof graphServer>) => {
  const { sender } = await started(...replies);
  return send(sender, jobOf(messenger, says("Hello"), account));
};

describe("a message sent to Messenger", () => {
  it("is one call in the Page's name, and its id is Meta's", async () => {
    const { sender, received } = await started(ok);
    const job = jobOf(messenger, says("Hello", { replyTo: { provider_message_id: "m_0" } }), account);
    expect(await send(sender, job)).toEqual({ kind: "sent", provider_message_id: "m_1" });
    expect(received).toEqual([
      {
        path: "/v25.0/1001/messages",
        authorization: "Bearer page-token",
        body: {
          recipient: { id: "7305551234" },
          messaging_type: "RESPONSE",
          reply_to: { mid: "m_0" },
          message: { text: "Hello", metadata: handle(0) },
        },
      },
    ]);
  });

  it("carries its file as a link signed at that moment, good for an hour", async () => {
    const { sender, received } = await started(ok, ok);
    const media = [{ file: file({ name: "Kätzchen.png" }) }];
    const job = jobOf(messenger, says("Look!", { type: "image", media }), account);
    await send(sender, job, 0);
    await send(sender, job, 1);
    const url = `https://files.example/${file().key}?as=K%C3%A4tzchen.png&until=2026-11-20T11:00:00.000Z`;
    const bodies = received.map(({ body }) => (body as { message: unknown }).message);
    expect(bodies).toEqual([
      { attachment: { type: "image", payload: { url, is_reusable: false } }, metadata: handle(0) },
      { text: "Look!", metadata: handle(1) },
    ]);
  });

  it("leaves the stored part as it was: the next try signs its own link", async () => {
    const { sender } = await started(ok);
    const job = jobOf(messenger, { type: "image", media: [{ file: file() }] }, account);
    const before = structuredClone(job);
    await send(sender, job);
    expect(job).toEqual(before);
  });

  it("that Meta refuses says why, who can fix it and what to do", async () => {
    const refusal = graphError(10, 2018278, "(#10) This message is sent outside of allowed window.");
    expect(await outcomeOf({ status: 400, body: refusal })).toEqual({
      kind: "refused",
      failure: {
        code: "provider_refused",
        message: "(#10) This message is sent outside of allowed window.",
        provider_code: "10/2018278",
        provider_message: "(#10) This message is sent outside of allowed window.",
        retryable: true,
        fix_by: "customer",
        next_step: "Wait until the contact writes again, then resend the message.",
      },
    });
  });

  it("that is refused with HTTP 200 is refused all the same", async () => {
    expect(await outcomeOf({ status: 200, body: graphError(551, 1545041) })).toMatchObject({
      kind: "refused",
      failure: { provider_code: "551/1545041", fix_by: "customer" },
    });
  });

  it("that comes too fast waits as long as Meta asks", async () => {
    const limited = { status: 400, body: graphError(613), headers: { "retry-after": "30" } };
    expect(await outcomeOf(limited)).toMatchObject({ kind: "throttled", retry_after: 30 });
  });

  it("that comes too fast waits for our own time when Meta names none", async () => {
    expect(await outcomeOf({ status: 400, body: graphError(613) })).toMatchObject({
      kind: "throttled",
      retry_after: 1,
    });
  });

  it.each([
    ["the connection breaks before an answer", "hang up" as const],
    ["a proxy answers with a page", { status: 502, body: "<html>Bad Gateway</html>" }],
    ["Meta says yes without an id", { status: 200, body: { recipient_id: "7305551234" } }],
    ["Meta says yes with an empty id", { status: 200, body: { message_id: "" } }],
    ["the answer is cut", { status: 200, body: '{"message_id":"m_' }],
    ["Meta fails although it may have sent", { status: 500, body: graphError(1, 1357046) }],
  ])("is of unknown outcome when %s", async (_, reply) => {
    expect((await outcomeOf(reply)).kind).toBe("lost");
  });

  it("cannot leave from an account without a Page", async () => {
    const { sender, received } = await started(ok);
    const homeless = jobOf(messenger, says("Hello"), accountOf("messenger", {}));
    const refused = await sender.prepare(homeless, homeless.parts[0]!, 0).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Unsendable);
    expect((refused as Unsendable).failure).toMatchObject({
      code: "account_without_provider_id",
      fix_by: "admin",
    });
    expect(received).toEqual([]);
  });
});
