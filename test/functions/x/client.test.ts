import { afterEach, describe, expect, it } from "vitest";
import { xSender } from "../../../functions/x/client.ts";
import type { FileRef, StoredFile } from "../../../shared/domain/attachment.ts";
import { NotYet, Throttled, Unsendable } from "../../../shared/messaging/channel-ports.ts";
import { createLines, type Lines } from "../../../shared/providers/lines.ts";
import { type GraphServer, graphServer, json, type Received } from "../whatsapp/graph-server.ts";
import { file, jobOf, MB, MESSAGE_ID, NOW, says, stored } from "./x-support.ts";

let server: GraphServer;
let lines: Lines;
afterEach(async () => {
  lines.close();
  await server.close();
});

type Answers = (request: Received) => { status: number; body: unknown } | undefined;
const SENT = { data: { dm_conversation_id: "1111-2222", dm_event_id: "555" } };

const setUp = async (
  answers: Answers = () => undefined,
  over: { file?: StoredFile; uploadMs?: number; silent?: true } = {},
) => {
  const kept = new Map<string, string>();
  server = await graphServer((request, response) => {
    const told =
      answers(request) ??
      (request.path?.includes("/media/upload")
        ? { status: 200, body: { data: { id: "77" } } }
        : { status: 201, body: SENT });
    json(response, told.status, told.body);
  });
  lines = createLines(2);
  const sender = xSender({
    lines,
    endpoint: async () => ({ origin: server.origin, token: "user-token" }),
    files: {
      get: async () => over.file,
      mediaId: async (_, user) => kept.get(user),
      keepMediaId: async (_, user, id) => void kept.set(user, id),
    },
    bucket: {
      open: async () =>
        over.silent
          ? new ReadableStream()
          : new Blob([new Uint8Array(over.file?.size ?? 0).fill(7)]).stream(),
    },
    now: () => NOW,
    ...(over.uploadMs !== undefined && { uploadMs: over.uploadMs }),
  });
  const prepare = (content: ReturnType<typeof says>, part = 0) => {
    const job = jobOf(content);
    return sender.prepare(job, job.parts[part]!, part);
  };
  const send = async (content: ReturnType<typeof says>) => (await (await prepare(content)).connect()).run();
  const calls = () => server.received.map(({ method, path }) => `${method} ${path}`);
  const bodies = () => server.received.map(({ raw }) => JSON.parse(String(raw) || "null"));
  return { prepare, send, calls, bodies, kept };
};
const withFile = (ref: FileRef, type: "image" | "video" = "image") =>
  says("Look!", { type, media: [{ file: ref }] });

describe("a text", () => {
  it("is posted to the contact in the user's name, and its id kept", async () => {
    const { send, calls, bodies } = await setUp();
    expect(await send(says("Grüße 👋"))).toEqual({ kind: "sent", provider_message_id: "555" });
    expect(calls()).toEqual(["POST /2/dm_conversations/with/2222/messages"]);
    expect(bodies()).toEqual([{ text: "Grüße 👋" }]);
    expect(server.received[0]!.headers).toMatchObject({
      authorization: "Bearer user-token",
      "content-type": "application/json",
    });
  });

  it("is sent although the success tells of errors besides", async () => {
    const { send } = await setUp(() => ({ status: 201, body: { ...SENT, errors: [{ title: "Partial" }] } }));
    expect(await send(says("Hi"))).toMatchObject({ kind: "sent" });
  });
});

describe("an image", () => {
  const photo = file("cat.png", "image/png", 2_000);

  it("is uploaded whole before its message, which names it by X's id", async () => {
    const { send, calls, bodies } = await setUp(undefined, { file: stored(photo) });
    expect(await send(withFile(photo))).toMatchObject({ kind: "sent" });
    expect(calls()).toEqual(["POST /2/media/upload", "POST /2/dm_conversations/with/2222/messages"]);
    const [upload, message] = bodies();
    expect(upload).toEqual({
      media_category: "dm_image",
      media_type: "image/png",
      media: Buffer.alloc(2_000, 7).toString("base64"),
    });
    expect(message).toEqual({ text: "Look!", attachments: [{ media_id: "77" }] });
  });

  it("is not uploaded again for the same message, and its id never serves another", async () => {
    const { prepare, calls, kept } = await setUp(undefined, { file: stored(photo) });
    await prepare(withFile(photo));
    await prepare(withFile(photo));
    expect(calls()).toEqual(["POST /2/media/upload"]);
    expect([...kept.keys()]).toEqual([`x1.${MESSAGE_ID}0`]);
  });

  it("is uploaded for each of its messages, as when two cards show the same picture", async () => {
    const { prepare, calls, kept } = await setUp(undefined, { file: stored(photo) });
    const twice = says(undefined, { type: "image", media: [{ file: photo }, { file: photo }] });
    await prepare(twice);
    await prepare(twice, 1);
    expect(calls()).toEqual(["POST /2/media/upload", "POST /2/media/upload"]);
    expect([...kept.keys()]).toEqual([`x1.${MESSAGE_ID}0`, `x1.${MESSAGE_ID}1`]);
  });

  it.each([
    [
      "is refused with X's reason",
      { status: 400, body: { title: "Invalid Request", status: 400 } },
      Unsendable,
    ],
    ["waits when X takes no more uploads", { status: 429, body: "" }, Throttled],
    ["is tried again after a server error", { status: 503, body: { title: "Oops", status: 503 } }, Error],
    ["is tried again after a success without an id", { status: 200, body: { data: {} } }, Error],
  ])("%s", async (_, told, error) => {
    const { prepare } = await setUp(() => told, { file: stored(photo) });
    await expect(prepare(withFile(photo))).rejects.toBeInstanceOf(error);
  });

  it("holds back nobody else when X takes no more uploads, as messages are counted apart", async () => {
    const { prepare } = await setUp(() => ({ status: 429, body: "" }), { file: stored(photo) });
    const error = await prepare(withFile(photo)).catch((one: unknown) => one);
    expect(error).toMatchObject({ outcome: { kind: "throttled", scope: "contact", retry_after: 60 } });
  });

  it("is waited for until its bytes are there, and fails when they were refused", async () => {
    const early = await setUp(undefined, { file: stored(photo, { state: "signed" }) });
    await expect(early.prepare(withFile(photo))).rejects.toBeInstanceOf(NotYet);
    await server.close();
    const bad = await setUp(undefined, {
      file: stored(photo, { state: "refused", refusal: "It is empty." }),
    });
    await expect(bad.prepare(withFile(photo))).rejects.toThrow("It is empty.");
  });

  it("is let go of when the bucket falls silent", async () => {
    const { prepare } = await setUp(undefined, { file: stored(photo), uploadMs: 20, silent: true });
    await expect(prepare(withFile(photo))).rejects.toThrow();
  });
});

describe("a video", () => {
  const film = file("film.mp4", "video/mp4", 7 * MB);

  it("is uploaded in pieces that together are the file", async () => {
    const { send, calls, bodies } = await setUp(undefined, { file: stored(film) });
    expect(await send(withFile(film, "video"))).toMatchObject({ kind: "sent" });
    expect(calls()).toEqual([
      "POST /2/media/upload/initialize",
      ...Array(3).fill("POST /2/media/upload/77/append"),
      "POST /2/media/upload/77/finalize",
      "POST /2/dm_conversations/with/2222/messages",
    ]);
    const [begin, ...pieces] = bodies();
    expect(begin).toEqual({ media_category: "dm_video", media_type: "video/mp4", total_bytes: 7 * MB });
    const appended = pieces.slice(0, 3);
    expect(appended.map(({ segment_index }) => segment_index)).toEqual([0, 1, 2]);
    const whole = Buffer.concat(appended.map(({ media }) => Buffer.from(media, "base64")));
    expect(whole.equals(Buffer.alloc(7 * MB, 7))).toBe(true);
  });

  it("is waited for while X works on it, asked after by its id, and not uploaded again", async () => {
    const states = ["pending", "in_progress", "succeeded"];
    const { prepare, calls } = await setUp(
      ({ path }) =>
        path?.includes("finalize") || path?.includes("STATUS")
          ? {
              status: 200,
              body: { data: { id: "77", processing_info: { state: states.shift(), check_after_secs: 4 } } },
            }
          : undefined,
      { file: stored(film) },
    );
    const content = withFile(film, "video");
    for (const _ of [1, 2])
      await expect(prepare(content)).rejects.toMatchObject({ name: "NotYet", retryAfter: 4 });
    await prepare(content);
    expect(calls().slice(5)).toEqual(Array(2).fill("GET /2/media/upload?command=STATUS&media_id=77"));
  });

  it("fails when X cannot use it, and says what X takes", async () => {
    const failed = { data: { id: "77", processing_info: { state: "failed" } } };
    const { prepare } = await setUp(
      ({ path }) => (path?.includes("finalize") ? { status: 200, body: failed } : undefined),
      { file: stored(film) },
    );
    const error = await prepare(withFile(film, "video")).catch((one: unknown) => one);
    expect(error).toMatchObject({ name: "Unsendable", failure: { code: "file_refused", fix_by: "agent" } });
  });
});
