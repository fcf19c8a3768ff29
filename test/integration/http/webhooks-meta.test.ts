import { describe, expect, it } from "vitest";
import { DEMO_SECRETS } from "../../../infra/local/demo.ts";
import { metaJson, signMeta } from "../../../infra/local/sandbox/sign.ts";
import { call } from "../../support/calls.ts";
import { post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { bodyOf, CREATE, entryOf, META, type Meta, STRANGER, WROTE } from "./meta.ts";
import { listConversations, listMessages } from "./reading.ts";
import { changingNothing } from "./refused.ts";

const backend = eachWithBackend();
const deliver = (channel: Meta, body: string, headers?: Record<string, string>) =>
  call<{ received?: boolean }>(CREATE[channel](backend().parts(channel)), `POST /webhooks/${channel}`, {
    key: null,
    body,
    headers: headers ?? { "x-hub-signature-256": signMeta(DEMO_SECRETS.META_APP_SECRET, body) },
  });

const conversations = async (channel: Meta) => (await listConversations(backend(), { channel })).body.data;
const messagesOf = async (id: number) => (await listMessages(backend(), id)).body.data;

describe.each(META)("Meta's challenge for %s", (channel) => {
  const ask = (query: Record<string, string>) =>
    call(CREATE[channel](backend().parts(channel)), `GET /webhooks/${channel}`, { key: null, query });
  const right = {
    "hub.mode": "subscribe",
    "hub.verify_token": DEMO_SECRETS.META_VERIFY_TOKEN,
    "hub.challenge": "1158201444",
  };

  it("is answered with its own text, as text", async () => {
    const { status, text, headers } = await ask(right);
    expect([status, text, headers["content-type"]]).toEqual([200, "1158201444", "text/plain; charset=utf-8"]);
  });

  it.each([{ "hub.verify_token": "wrong" }, { "hub.verify_token": "" }, { "hub.mode": "unsubscribe" }])(
    "with %j is refused, and its text is not repeated",
    async (wrong) => {
      const { status, text } = await ask({ ...right, ...wrong });
      expect(status).toBe(403);
      expect(text).not.toContain("1158201444");
    },
  );
});

describe.each(META)("a text from somebody new on %s", (channel) => {
  it("opens a conversation whose window is from the provider's own time, and can be answered", async () => {
    const body = bodyOf(channel, entryOf(channel, { id: "m.1", text: "Grüße 👋 a/b" }));
    const answer = await deliver(channel, body);
    expect([answer.status, answer.body]).toEqual([200, { received: true }]);
    const [opened] = await conversations(channel);
    expect(opened).toMatchObject({
      organization_id: 1,
      contact: { address: channel === "whatsapp" ? "+12025550177" : STRANGER[channel] },
      window: {
        state: "open",
        opened_at: "2026-03-01T08:00:00.000Z",
        expires_at: "2026-03-02T08:00:00.000Z",
      },
    });
    expect(await messagesOf(opened!.id)).toMatchObject([
      { direction: "incoming", message_text: "Grüße 👋 a/b", created_at: "2026-03-01T08:00:00.000Z" },
    ]);
    const reply = await post(backend(), channel, { conversation_id: opened!.id, message_text: "Hello" });
    expect(reply.status).toBe(201);
  });

  it("changes nothing when it comes again, even much later", async () => {
    const body = bodyOf(channel, entryOf(channel, { id: "m.1", text: "Hello" }));
    await deliver(channel, body);
    await changingNothing(backend(), async () => {
      expect((await deliver(channel, body)).status).toBe(200);
      backend().clock.add(3_600_000);
      expect((await deliver(channel, body)).status).toBe(200);
    });
  });

  it("in several entries and changes is kept whole, in the order of writing", async () => {
    const first = entryOf(channel, { id: "m.1", text: "one" }, { id: "m.2", text: "two", at: WROTE + 1_000 });
    const second = entryOf(
      channel,
      { id: "m.3", text: "three", at: WROTE + 2_000 },
      { id: "m.4", text: "from another", from: "12345678", at: WROTE + 3_000 },
    );
    await deliver(channel, bodyOf(channel, second, first));
    const [other, one] = (await conversations(channel)).toSorted((a, b) => b.id - a.id);
    const texts = [];
    for (const { id } of [one!, other!]) {
      texts.push((await messagesOf(id)).map(({ message_text }) => message_text));
    }
    expect(texts).toContainEqual(["three", "two", "one"]);
    expect(texts).toContainEqual(["from another"]);
  });

  it("twenty times at once opens one conversation", async () => {
    const bodies = Array.from({ length: 20 }, (_, index) =>
      bodyOf(
        channel,
        entryOf(channel, { id: `m.${index}`, text: `text ${index}`, at: WROTE + index * 1_000 }),
      ),
    );
    const answers = await Promise.all(bodies.map((body) => deliver(channel, body)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    const opened = (await conversations(channel)).filter(({ id }) => id > 1_000);
    expect(opened).toHaveLength(1);
    expect(await messagesOf(opened[0]!.id)).toHaveLength(20);
    expect(opened[0]!.window!.opened_at).toBe("2026-03-01T08:00:19.000Z");
  });

  it("that is late does not shorten the window of a later one", async () => {
    const later = { id: "m.2", text: "later", at: WROTE + 1_800_000 };
    await deliver(channel, bodyOf(channel, entryOf(channel, later)));
    await deliver(channel, bodyOf(channel, entryOf(channel, { id: "m.1", text: "earlier" })));
    expect((await conversations(channel))[0]!.window).toMatchObject({
      opened_at: "2026-03-01T08:30:00.000Z",
      expires_at: "2026-03-02T08:30:00.000Z",
    });
  });
});

describe.each(META)("a webhook of %s that cannot be trusted", (channel) => {
  it("is refused with 401 and leaves nothing behind", async () => {
    const body = bodyOf(channel, entryOf(channel, { id: "m.1", text: "Hello" }));
    const good = signMeta(DEMO_SECRETS.META_APP_SECRET, body);
    await changingNothing(backend(), async () => {
      for (const headers of [
        {},
        { "x-hub-signature-256": "" },
        { "x-hub-signature-256": signMeta("another secret", body) },
        { "x-hub-signature-256": good.replace("sha256=", "sha1=") },
        { "x-hub-signature-256": good.slice(0, -1) },
        { "x-hub-signature-256": signMeta(DEMO_SECRETS.META_APP_SECRET, `${body} `) },
      ] as Record<string, string>[]) {
        const { status, text } = await deliver(channel, body, headers);
        expect(status).toBe(401);
        expect(text).not.toContain(good.slice(10));
      }
    });
  });

  it("is read up to the 3 MB that Meta sends, once its signature is right", async () => {
    const large = bodyOf(
      channel,
      entryOf(channel, { id: "m.1", text: "x".repeat(2_900_000), to: "999999999" }),
    );
    await changingNothing(backend(), async () => {
      expect((await deliver(channel, large)).status).toBe(200);
      expect((await deliver(channel, large, { "x-hub-signature-256": "sha256=00" })).status).toBe(401);
    });
  });

  it("is let go with 200 when it is signed and says nothing of ours", async () => {
    await changingNothing(backend(), async () => {
      for (const body of [
        bodyOf(channel, entryOf(channel, { id: "m.1", text: "Hello", to: "999999999" })),
        bodyOf(channel),
        metaJson({ object: "something_new", entry: [{ id: 1 }, null, "x", { changes: "x", messaging: {} }] }),
        "{}",
        "[]",
        "null",
        "7",
      ]) {
        expect((await deliver(channel, body)).status, body).toBe(200);
      }
    });
    expect((await deliver(channel, "{")).status).toBe(400);
  });
});

describe("a window that an ad opened", () => {
  it("lasts as configured on Messenger, and a later message moves HUMAN_AGENT on without shortening it", async () => {
    const entry = entryOf("messenger", { id: "m.1", text: "About the ad" }) as {
      messaging: { message: object }[];
    };
    entry.messaging[0]!.message = { ...entry.messaging[0]!.message, referral: { source: "ADS", ad_id: "1" } };
    await deliver("messenger", bodyOf("messenger", entry));
    const late = { id: "m.2", text: "And another thing", at: WROTE + 86_400_000 };
    await deliver("messenger", bodyOf("messenger", entryOf("messenger", late)));
    expect((await conversations("messenger"))[0]!.window).toMatchObject({
      state: "open",
      opened_at: "2026-03-02T08:00:00.000Z",
      expires_at: "2026-03-08T08:00:00.000Z",
      human_agent_until: "2026-03-09T08:00:00.000Z",
    });
  });
});
