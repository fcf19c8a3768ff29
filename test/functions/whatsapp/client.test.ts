import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { whatsapp } from "../../../functions/whatsapp/channel.ts";
import { whatsappSender } from "../../../functions/whatsapp/client.ts";
import type { Account } from "../../../shared/domain/account.ts";
import type { StoredFile } from "../../../shared/domain/attachment.ts";
import type { Part } from "../../../shared/domain/message.ts";
import { NotYet, Throttled, Unsendable } from "../../../shared/messaging/channel-ports.ts";
import { createLines, type Lines } from "../../../shared/providers/lines.ts";
import { account, content, job, MB, NOW, NUMBER_ID, photo, storedFile, to } from "./fixtures.ts";
import { formIn, type GraphServer, graphError, graphServer, json, type Received } from "./graph-server.ts";

const text = whatsapp.transform(content({ type: "text", text: "Grüße" }), to()).parts;
const image = whatsapp.transform(
  content({ type: "image", media: [{ file: photo }], text: "look" }),
  to(),
).parts;

const sent = (response: ServerResponse) =>
  json(response, 200, {
    messaging_product: "whatsapp",
    contacts: [{ input: "+49", wa_id: "49" }],
    messages: [{ id: "wamid.SENT", message_status: "accepted" }],
  });
const isUpload = ({ path }: Received): boolean => path?.endsWith("/media") ?? false;

let server: GraphServer;
let lines: Lines;
afterEach(async () => {
  lines.close();
  await server.close();
});

interface Setting {
  answer?: (request: Received, response: ServerResponse) => void;
  file?: StoredFile | undefined;
  bytes?: () => ReadableStream<Uint8Array>;
  kept?: string;
  uploadMs?: number;
  /** The provider answers without having read what was sent. */
  unread?: boolean;
}

const bytesOf = (size: number): ReadableStream<Uint8Array> =>
  new Blob([new Uint8Array(size).fill(7)]).stream();

const setUp = async (setting: Setting = {}) => {
  const uploadOrSend = (request: Received, response: ServerResponse) =>
    isUpload(request) ? json(response, 200, { id: "media-1" }) : sent(response);
  server = await graphServer(
    setting.answer ?? uploadOrSend,
    setting.unread ? async () => Buffer.alloc(0) : undefined,
  );
  lines = createLines(2);
  const keptIds: unknown[] = [];
  const opened: string[][] = [];
  const sender = whatsappSender({
    lines,
    endpoint: async () => ({ origin: server.origin, token: "secret-token" }),
    graphVersion: "v25.0",
    files: {
      get: async () => ("file" in setting ? setting.file : storedFile()),
      mediaId: async (_file, _account, now) => (now === NOW ? setting.kept : undefined),
      keepMediaId: async (...kept) => void keptIds.push(kept),
    },
    bucket: {
      open: async (key, etag) => {
        opened.push([key, etag]);
        return setting.bytes?.() ?? bytesOf(photo.size);
      },
      signGet: async ({ key, name }, until) =>
        `https://files.example/${key}?as=${name}&until=${until.toISOString()}`,
    },
    now: () => NOW,
    ...(setting.uploadMs !== undefined && { uploadMs: setting.uploadMs }),
  });
  const prepare = (parts: Part[], who?: Account) => sender.prepare(job(parts, who), parts[0]!, 0);
  const send = async (parts: Part[], who?: Account) => {
    const prepared = await prepare(parts, who);
    return (await prepared.connect()).run();
  };
  return { prepare, send, keptIds, opened };
};

describe("a text", () => {
  it("is posted to the number's messages with the token, as it was transformed", async () => {
    const { send } = await setUp();
    expect(await send(text)).toEqual({ kind: "sent", provider_message_id: "wamid.SENT", word: "accepted" });
    expect(server.received).toHaveLength(1);
    const [request] = server.received;
    expect(request).toMatchObject({ method: "POST", path: `/v25.0/${NUMBER_ID}/messages` });
    expect(request?.headers).toMatchObject({
      authorization: "Bearer secret-token",
      "content-type": "application/json",
    });
    expect(JSON.parse(request?.raw.toString() ?? "")).toEqual(text[0]?.payload);
  });

  it("is not sent while the call is only connected", async () => {
    const { prepare } = await setUp();
    const call = await (await prepare(text)).connect();
    call.release();
    expect(server.received).toEqual([]);
  });

  it("of an account without a phone number id fails with what the admin has to do", async () => {
    const { send } = await setUp();
    const error = await send(text, { ...account, provider_ids: {} }).catch((reason) => reason);
    expect(error).toBeInstanceOf(Unsendable);
    expect(error.failure).toMatchObject({ code: "account_without_phone_number_id", fix_by: "admin" });
  });
});

describe("a picture above buttons", () => {
  const card = { title: "Boots", image: { as: "image", path: "/cards/0/image_url", file: photo } } as const;
  const reply = { type: "reply", title: "Buy", payload: "buy" } as const;
  const { parts } = whatsapp.transform(
    content({ type: "text", media: [], cards: [{ ...card, buttons: [reply] }] }),
    to(),
  );

  it("is a link signed for an hour, and nothing is uploaded", async () => {
    const { send, opened } = await setUp();
    expect(await send(parts)).toMatchObject({ kind: "sent" });
    const body = JSON.parse(server.received[0]?.raw.toString() ?? "");
    const link = `https://files.example/${photo.key}?as=photo.jpg&until=2026-11-21T13:00:00.000Z`;
    expect(body.interactive.header).toEqual({ type: "image", image: { link } });
    expect([server.received.length, opened]).toEqual([1, []]);
  });
});

describe("what the provider answers", () => {
  const answered = async (answer: (response: ServerResponse) => void) => {
    const { send } = await setUp({ answer: (_request, response) => answer(response) });
    return send(text);
  };

  it("a refusal fails with the provider's words", async () => {
    expect(await answered((response) => json(response, 400, graphError(131047)))).toMatchObject({
      kind: "refused",
      failure: { provider_code: "131047", message: "the details", fix_by: "agent" },
    });
  });

  it("a throttle waits as long as the provider says", async () => {
    const headers = { "retry-after": "42" };
    expect(await answered((response) => json(response, 429, graphError(130429), headers))).toMatchObject({
      kind: "throttled",
      retry_after: 42,
    });
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ["the connection dies after the request", (response) => void response.destroy()],
    ["a gateway answers HTML", (response) => void response.writeHead(502).end("<html>Bad Gateway</html>")],
    ["a 200 has no id", (response) => json(response, 200, { messaging_product: "whatsapp" })],
    ["a 200 has no messages in its list", (response) => json(response, 200, { messages: [] })],
    ["the answer is cut", (response) => void response.writeHead(200).end('{"messages":[{"id":"wam')],
    ["the provider cannot say whether it went out", (response) => json(response, 500, graphError(131000))],
  ])("%s: the outcome is unknown", async (_, answer) => {
    expect((await answered(answer)).kind).toBe("lost");
  });

  it("a template held back for its quality says so", async () => {
    const messages = [{ id: "wamid.H", message_status: "held_for_quality_assessment" }];
    expect(await answered((response) => json(response, 200, { messages }))).toEqual({
      kind: "sent",
      provider_message_id: "wamid.H",
      word: "held_for_quality_assessment",
    });
  });
});

describe("a file", () => {
  it("is uploaded with its name and type, then sent by the id it got", async () => {
    const { send, opened } = await setUp();
    expect(await send(image)).toMatchObject({ kind: "sent" });
    const [upload, message] = server.received;
    expect(upload).toMatchObject({ method: "POST", path: `/v25.0/${NUMBER_ID}/media` });
    expect(upload?.headers.authorization).toBe("Bearer secret-token");
    const form = await formIn(upload!);
    const file = form.get("file") as File;
    expect([form.get("messaging_product"), form.get("type")]).toEqual(["whatsapp", "image/jpeg"]);
    expect([file.name, file.type, file.size]).toEqual(["photo.jpg", "image/jpeg", photo.size]);
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(new Uint8Array(photo.size).fill(7));
    expect(JSON.parse(message?.raw.toString() ?? "")).toMatchObject({
      image: { id: "media-1", caption: "look" },
    });
    expect(opened).toEqual([[photo.key, '"abc"']]);
  });

  it("leaves the parts as they were, so that a second try fills them again", async () => {
    const { send } = await setUp();
    await send(image);
    expect(image[0]?.payload.image).toMatchObject({ id: photo.key });
  });

  it("has its id kept for this account, a day less than WhatsApp keeps the bytes", async () => {
    const { prepare, keptIds } = await setUp();
    await prepare(image);
    const until = new Date(NOW.getTime() + 29 * 24 * 3_600_000);
    expect(keptIds).toEqual([[{ organization_id: 7, id: photo.id }, "acc1", "media-1", until]]);
  });

  it("is not uploaded again while its id is valid", async () => {
    const { send, opened } = await setUp({ kept: "media-kept" });
    await send(image);
    expect(server.received.map(({ path }) => path)).toEqual([`/v25.0/${NUMBER_ID}/messages`]);
    expect(JSON.parse(server.received[0]?.raw.toString() ?? "").image.id).toBe("media-kept");
    expect(opened).toEqual([]);
  });

  it.each(['a "quoted" name.jpg', "Überweisung 🧾.jpg", "line\r\nbreak.jpg"])(
    "named %j keeps its name",
    async (name) => {
      const { prepare } = await setUp({ file: storedFile({ name }) });
      await prepare(image);
      const form = await formIn(server.received[0]!);
      expect(decodeURI((form.get("file") as File).name)).toBe(name);
      expect([...form.keys()]).toEqual(["messaging_product", "type", "file"]);
    },
  );

  it("in opus says its codec", async () => {
    const { prepare } = await setUp({ file: storedFile({ type: 'audio/ogg;codecs="opus"' }) });
    await prepare(image);
    expect((await formIn(server.received[0]!)).get("type")).toBe("audio/ogg; codecs=opus");
  });

  it("of 30 MB passes through piece by piece, its length told beforehand", async () => {
    const size = 30 * MB;
    let given = 0;
    const bytes = () =>
      new ReadableStream<Uint8Array>({
        pull: (controller) => {
          if (given >= size) return controller.close();
          given += MB;
          controller.enqueue(new Uint8Array(MB));
        },
      });
    const { prepare } = await setUp({ file: storedFile({ size }), bytes });
    await prepare(image);
    const [upload] = server.received;
    expect(Number(upload?.headers["content-length"])).toBe(upload?.raw.length);
    expect(upload?.headers).not.toHaveProperty("transfer-encoding");
    expect(upload?.raw.length).toBeGreaterThan(size);
  });
});

describe("an upload that fails sends nothing", () => {
  const failing = async (setting: Setting) => {
    const { prepare, keptIds } = await setUp(setting);
    const error = await prepare(image).catch((reason) => reason);
    expect(keptIds).toEqual([]);
    expect(server.received.every(isUpload)).toBe(true);
    return error;
  };
  const answering = (answer: (response: ServerResponse) => void) =>
    failing({ answer: (_request, response) => answer(response) });

  it("refused by the provider: the part fails with the card", async () => {
    const error = await answering((response) => json(response, 400, graphError(131053, "bad bytes")));
    expect(error).toBeInstanceOf(Unsendable);
    expect(error.failure).toMatchObject({ provider_code: "131053", message: "bad bytes", fix_by: "agent" });
  });

  it("refused before the provider has read it all: the part fails with the card, at once", async () => {
    const size = 30 * MB;
    const error = await failing({
      answer: (_request, response) => json(response, 400, graphError(131053)),
      file: storedFile({ size }),
      bytes: () => bytesOf(size),
      unread: true,
    });
    expect(error).toBeInstanceOf(Unsendable);
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ["a failure nobody can explain", (response) => json(response, 500, graphError(131000))],
    ["HTML", (response) => void response.writeHead(502).end("<html>")],
    ["no id", (response) => json(response, 200, {})],
    ["a dead connection", (response) => void response.destroy()],
    ["an endless answer", (response) => void response.writeHead(200).end("x".repeat(100_000))],
  ])("%s: an error, to be tried again", async (_, answer) => {
    const error = await answering(answer);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(Unsendable);
    expect(error.message).not.toContain("secret-token");
  });

  it.each([
    ["a throttle of the number", 429, 130429, { scope: "account", retry_after: 2 }],
    ["an outage", 503, 131016, { retry_after: 1 }],
  ])("%s: the part is put off, as its call would be", async (_, status, code, outcome) => {
    const error = await answering((response) => json(response, status, graphError(code)));
    expect(error).toBeInstanceOf(Throttled);
    expect(error.outcome).toMatchObject({ ...outcome, failure: { provider_code: `${code}` } });
  });

  it("no answer in time: an error, to be tried again", async () => {
    const error = await failing({ answer: () => {}, uploadMs: 50 });
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(Unsendable);
  });

  it("the bucket falls silent: an error in time, to be tried again", async () => {
    const bytes = () => new ReadableStream<Uint8Array>();
    const error = await failing({ bytes, uploadMs: 50 });
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(Unsendable);
  });

  it("the bucket breaks off: the error says so", async () => {
    const bytes = () =>
      new ReadableStream<Uint8Array>({ pull: (it) => it.error(new Error("object is gone")) });
    const error = await failing({ bytes });
    expect(error.message).toBe("object is gone");
  });

  it("a file still on its way is waited for", async () => {
    const { etag: _, ...unseen } = storedFile({ state: "signed" });
    expect(await failing({ file: unseen })).toBeInstanceOf(NotYet);
    await Promise.all([server.close(), lines.close()]);
    expect(await failing({ file: undefined })).toBeInstanceOf(NotYet);
  });

  it("a file that was refused on arrival fails with that reason", async () => {
    const error = await failing({ file: storedFile({ state: "refused", refusal: "not a picture" }) });
    expect(error).toBeInstanceOf(Unsendable);
    expect(error.failure).toMatchObject({ message: "not a picture", fix_by: "agent" });
  });
});
