import { describe, expect, it } from "vitest";
import { DEMO, DEMO_BOT_KEY } from "../../../infra/local/demo.ts";
import { createSandbox } from "../../../infra/local/sandbox/sandbox.ts";
import { eachWithBackend } from "./fixture.ts";
import { type ThreadMessage, write } from "./inbox-calls.ts";
import { hear } from "./reading.ts";
import { SAMPLES, upload } from "./uploads.ts";
import { work } from "./work.ts";

const backend = eachWithBackend();
const THREAD = DEMO.x.conversation;
const NOW = "2026-03-01T09:00:00.000Z";

/** Every field of the document, for a text of a person's. */
const textOf = ({ id }: ThreadMessage) => ({
  platform: "twitter",
  teamId: "1",
  threadId: "107",
  id: expect.stringMatching(/^[0-9a-z]{26}$/),
  userId: "agent",
  createdAt: NOW,
  updatedAt: null,
  platformId: null,
  content: "Hello",
  campaignId: null,
  authorId: "demox",
  origin: "api",
  replyData: null,
  forwardData: null,
  entities: null,
  attachment: null,
  reactions: [],
  isEncrypted: false,
  isEdited: false,
  deletedAt: null,
  platformDeletedAt: null,
  outgoing: {
    id,
    status: "queued",
    parts: [{ id: `${id}0`, index: 0, status: "queued", provider_message_id: null, error: null }],
    adaptations: [],
    window: { state: "none", opened_at: null, expires_at: null, allowed: ["any"], human_agent_until: null },
  },
});

describe("a message of Inbox's", () => {
  it("is answered 200 with every field of the document, when a person wrote it", async () => {
    const { status, headers, body } = await write(backend(), { content: "Hello" });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "x-request-id": expect.stringMatching(/./),
    });
    expect(body).toEqual(textOf(body));
    expect(backend().jobs()).toMatchObject([{ queue: "x", job: { message: { id: body.id } } }]);
  });

  it("is answered the same, under the bot's own id, when a bot wrote it", async () => {
    const { body } = await write(backend(), { content: "Hello" }, { key: DEMO_BOT_KEY });
    expect(body).toEqual({ ...textOf(body), userId: "bot" });
  });

  it.each([
    ["image", SAMPLES.png],
    ["video", SAMPLES.mp4],
  ] as const)("shows its %s", async (type, sample) => {
    const { conversation_file_id: id } = await upload(backend(), sample, THREAD);
    const { status, body } = await write(backend(), { content: "Hello", attachment: { id } });
    expect(status).toBe(200);
    const { name, type: mimeType, bytes } = sample;
    expect(body).toEqual({
      ...textOf(body),
      attachment: { id, type, name, mimeType, size: bytes.length },
    });
  });

  it("shows which message of the contact's it answers, and says that X quotes none", async () => {
    const { id, provider_message_id } = await hear(backend(), THREAD, "Are you there?");
    const { body } = await write(backend(), { content: "Hello", replyToMessageId: id });
    expect(body).toMatchObject({
      replyData: { id, platformId: provider_message_id, content: "Are you there?", authorId: "207" },
      outgoing: { adaptations: [{ code: "reply_dropped", path: "/reply_to_message_id" }] },
    });
  });

  it("shows what it names", async () => {
    const content = "Ask @ada about #pricing: https://example.com/a?b=1, https://x.com/ada/status/123.";
    const { body } = await write(backend(), { content });
    expect(body.entities).toEqual({
      urls: [{ url: "https://example.com/a?b=1" }, { url: "https://x.com/ada/status/123" }],
      mentions: [{ username: "ada" }],
      hashtags: [{ tag: "pricing" }],
      tweets: [{ id: "123", url: "https://x.com/ada/status/123" }],
    });
  });

  it("bears X's id and the time of its change once it has left, for whoever asks with the same key", async () => {
    const sandbox = createSandbox({ port: 0, callbacks: false });
    backend().settings.sandbox = await sandbox.listen();
    const headers = { "idempotency-key": "k1" };
    const first = await write(backend(), { content: "Hello" }, { headers });
    backend().clock.add(5_000);
    await work(backend(), "x");
    const again = await write(backend(), { content: "Hello" }, { headers });
    await sandbox.close();
    expect([again.status, again.headers["idempotent-replayed"]]).toEqual([200, "true"]);
    expect(again.body).toMatchObject({
      id: first.body.id,
      createdAt: NOW,
      updatedAt: "2026-03-01T09:00:05.000Z",
      platformId: expect.stringMatching(/^\d+$/),
      outgoing: { id: first.body.id, status: "sent" },
    });
  });

  it("that answers one of ours bears X's id of that one", async () => {
    const sandbox = createSandbox({ port: 0, callbacks: false });
    backend().settings.sandbox = await sandbox.listen();
    const { body: first } = await write(backend(), { content: "One" });
    await work(backend(), "x");
    await sandbox.close();
    const { body } = await write(backend(), { content: "Two", replyToMessageId: first.id });
    expect(body.replyData).toEqual({
      id: first.id,
      platformId: expect.stringMatching(/^\d+$/),
      content: "One",
      authorId: "demox",
    });
  });
});

/** What the document says of each field, beside what it may be: its type, and whether it may be null. */
const FIELDS: Record<string, { type: string; null: boolean }> = {
  platform: { type: "string", null: false },
  teamId: { type: "id", null: false },
  threadId: { type: "id", null: false },
  id: { type: "id", null: false },
  userId: { type: "id", null: true },
  createdAt: { type: "time", null: false },
  updatedAt: { type: "time", null: true },
  platformId: { type: "string", null: true },
  content: { type: "string", null: false },
  campaignId: { type: "id", null: true },
  authorId: { type: "string", null: false },
  origin: { type: "string", null: true },
  replyData: { type: "any", null: true },
  forwardData: { type: "any", null: true },
  entities: { type: "any", null: true },
  attachment: { type: "any", null: true },
  reactions: { type: "list", null: false },
  isEncrypted: { type: "boolean", null: true },
  isEdited: { type: "boolean", null: false },
  deletedAt: { type: "time", null: true },
  platformDeletedAt: { type: "time", null: true },
};

const IS: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === "string",
  id: (value) => typeof value === "string" && /^[0-9a-z]+$/.test(value),
  time: (value) => typeof value === "string" && new Date(value).toISOString() === value,
  boolean: (value) => typeof value === "boolean",
  list: Array.isArray,
  any: (value) => typeof value === "object",
};

describe("the fields of the document", () => {
  it("are 21, each always there, of its type, and null only where the document lets it be", async () => {
    const { conversation_file_id: id } = await upload(backend(), SAMPLES.png, THREAD);
    const { id: replyToMessageId } = await hear(backend(), THREAD, "Well?");
    const full = { content: "@ada", attachment: { id }, replyToMessageId };
    for (const body of [{ content: "Hello" }, full]) {
      const { outgoing: _, ...message } = (await write(backend(), body)).body;
      expect(Object.keys(message).sort()).toEqual(Object.keys(FIELDS).sort());
      for (const [name, value] of Object.entries(message)) {
        const { type, null: nullable } = FIELDS[name]!;
        expect(value === null ? nullable : IS[type]!(value), `${name} is ${JSON.stringify(value)}`).toBe(
          true,
        );
      }
    }
    expect(Object.keys(FIELDS)).toHaveLength(21);
  });
});
