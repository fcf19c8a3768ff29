import { afterEach, describe, expect, it } from "vitest";
import { instagram } from "../../../functions/instagram/channel.ts";
import { instagramSender } from "../../../functions/instagram/client.ts";
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
} from "../messenger/page-support.ts";

const IG = "17841400000000001";
const login = accountOf("instagram", { instagram_id: IG });
const paged = accountOf("instagram", { instagram_id: IG, page_id: "1001" });
const ok = { status: 200, body: { recipient_id: "7305551234", message_id: "aWdfZAG1faXRlbToxOg" } };
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

/** Two providers, so that a call to the wrong one is seen. */
const started = async (...replies: Parameters<typeof graphServer>) => {
  const atInstagram = await graphServer(...replies);
  const atFacebook = await graphServer(...replies);
  const lines = createLines(2);
  cleanups.push(() => lines.close(), atInstagram.close, atFacebook.close);
  const endpoint = {
    login: async () => ({ origin: atInstagram.origin, token: "IGAA-token" }),
    page: async () => ({ origin: atFacebook.origin, token: "page-token" }),
  };
  const sender = instagramSender({ lines, endpoint, graphVersion: "v25.0", bucket, now: () => NOW });
  return { sender, atInstagram: atInstagram.received, atFacebook: atFacebook.received };
};

const outcomeOf = async (...replies: Parameters<typeof graphServer>) => {
  const { sender } = await started(...replies);
  return send(sender, jobOf(instagram, says("Hello"), login));
};

describe("a message sent to Instagram", () => {
  it("by Instagram Login is called for the Instagram account", async () => {
    const { sender, atInstagram, atFacebook } = await started(ok);
    expect(await send(sender, jobOf(instagram, says("Hello"), login))).toEqual({
      kind: "sent",
      provider_message_id: "aWdfZAG1faXRlbToxOg",
    });
    expect(atFacebook).toEqual([]);
    expect(atInstagram).toEqual([
      {
        path: `/v25.0/${IG}/messages`,
        authorization: "Bearer IGAA-token",
        body: { recipient: { id: "7305551234" }, message: { text: "Hello" } },
      },
    ]);
  });

  it("over a Page is called for the Page, with the Page's token", async () => {
    const { sender, atInstagram, atFacebook } = await started(ok);
    await send(sender, jobOf(instagram, says("Hello"), paged));
    expect(atInstagram).toEqual([]);
    expect(atFacebook).toEqual([
      {
        path: "/v25.0/1001/messages",
        authorization: "Bearer page-token",
        body: {
          recipient: { id: "7305551234" },
          messaging_type: "RESPONSE",
          message: { text: "Hello", metadata: handle(0) },
        },
      },
    ]);
  });

  it("carries its file as a link for an hour, under a name of plain letters", async () => {
    const { sender, atInstagram } = await started(ok);
    const media = [{ file: file({ name: "Kätzchen.png" }) }];
    await send(sender, jobOf(instagram, { type: "image", media }, login));
    expect(atInstagram[0]?.body).toEqual({
      recipient: { id: "7305551234" },
      message: {
        attachment: {
          type: "image",
          payload: {
            url: `https://files.example/${file().key}?as=Katzchen.png&until=2026-11-20T11:00:00.000Z`,
          },
        },
      },
    });
  });

  it("outside the window is refused with Instagram's own 403, and says what to do", async () => {
    const refusal = { status: 403, body: graphError(10, 2534022, "Outside of allowed window.") };
    expect(await outcomeOf(refusal)).toMatchObject({
      kind: "refused",
      failure: { provider_code: "10/2534022", fix_by: "customer", message: "Outside of allowed window." },
    });
  });

  it("that comes too fast waits as long as Instagram asks", async () => {
    const limited = { status: 429, body: graphError(613, 2534040), headers: { "retry-after": "9" } };
    expect(await outcomeOf(limited)).toMatchObject({ kind: "throttled", retry_after: 9 });
  });

  it("that is refused with HTTP 200 is refused all the same", async () => {
    expect((await outcomeOf({ status: 200, body: graphError(100, 2534014) })).kind).toBe("refused");
  });

  it.each([
    ["the connection breaks before an answer", "hang up" as const],
    ["a proxy answers with a page", { status: 502, body: "<html>Bad Gateway</html>" }],
    ["Instagram says yes without an id", { status: 200, body: { recipient_id: "7305551234" } }],
  ])("is of unknown outcome when %s", async (_, reply) => {
    expect((await outcomeOf(reply)).kind).toBe("lost");
  });

  it("cannot leave from an account with neither id", async () => {
    const { sender } = await started(ok);
    const nobody = jobOf(instagram, says("Hello"), accountOf("instagram", {}));
    await expect(sender.prepare(nobody, nobody.parts[0]!, 0)).rejects.toBeInstanceOf(Unsendable);
  });
});
