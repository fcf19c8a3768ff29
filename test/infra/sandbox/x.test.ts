import { describe, expect, it } from "vitest";
import { signX } from "../../../infra/local/sandbox/sign.ts";
import { mp4, pdf, png, type Reply, until, useSandbox, useServer } from "./helper.ts";

const ME = "1000000000000107";
const SECRET = "consumer-secret";
const webhooks = useServer(() => ({ status: 200 }));
const sandbox = useSandbox({ xConsumerSecret: SECRET, xLimits: false });
const limited = useSandbox({ callbacks: false });

const dm = (body: unknown, to = "2222", on = sandbox) =>
  on.json("POST", `/2/dm_conversations/with/${to}/messages`, body);
const uploads = (step: string, body: unknown) => sandbox.json("POST", `/2/media/upload${step}`, body);
const idOf = ({ body }: Reply) => (body.data as { id: string }).id;
const image = (bytes = png()) =>
  uploads("", { media: bytes.toString("base64"), media_category: "dm_image", media_type: "image/png" });

describe("a message on X", () => {
  it("is answered 201 with the ids of its thread and of itself", async () => {
    const { status, body } = await dm({ text: "hello" });
    expect([status, body]).toEqual([
      201,
      { data: { dm_conversation_id: `2222-${ME}`, dm_event_id: expect.stringMatching(/^\d{15,19}$/) } },
    ]);
    expect(sandbox.received({ channel: "x" })[0]).toMatchObject({
      account: ME,
      to: "2222",
      body: { text: "hello" },
      answer: { status: 201 },
    });
  });

  it("may have 10,000 characters, not 10,001", async () => {
    expect((await dm({ text: "x".repeat(10_000) })).status).toBe(201);
    expect((await dm({ text: "x".repeat(10_001) })).status).toBe(400);
  });

  it.each([
    ["nothing in it", {}],
    ["an empty text", { text: "" }],
    ["a number for a text", { text: 7 }],
    ["a key that v2 does not know", { text: "a", reply_to: "1" }],
    ["buttons", { text: "a", ctas: [] }],
    ["an empty list of attachments", { attachments: [] }],
    ["an unknown key in its attachment", { attachments: [{ media_id: "1", alt: "a" }] }],
    ["media nobody uploaded", { attachments: [{ media_id: "123" }] }],
    ["a media id that is none", { attachments: [{ media_id: "abc" }] }],
    ["text that is no object", "hello"],
  ])("is refused with %s", async (_, body) => {
    expect((await dm(body)).status).toBe(400);
  });

  it("is refused without the user's token, to oneself, and as anything but JSON", async () => {
    const path = "/2/dm_conversations/with/2222/messages";
    expect(await sandbox.json("POST", path, { text: "a" }, "app-only")).toMatchObject({
      status: 401,
      body: { title: "Unauthorized", type: "about:blank", status: 401 },
    });
    expect((await dm({ text: "a" }, ME)).status).toBe(403);
    const headers = { authorization: "Bearer sandbox-token", "content-type": "text/plain" };
    expect((await sandbox.call("POST", path, { headers, body: '{"text":"a"}' })).status).toBe(415);
  });
});

describe("media on X", () => {
  it("is sent once with a text, by the id its upload got", async () => {
    const media_id = idOf(await image());
    expect((await dm({ text: "Look!", attachments: [{ media_id }] })).status).toBe(201);
    expect((await dm({ attachments: [{ media_id }] })).status).toBe(400);
    const two = [idOf(await image()), idOf(await image())].map((one) => ({ media_id: one }));
    expect((await dm({ attachments: two })).status).toBe(400);
  });

  it.each([
    ["no category", { media_type: "image/png" }],
    ["a post's category", { media_category: "tweet_image", media_type: "image/png" }],
    ["a type of another category", { media_category: "dm_image", media_type: "image/gif" }],
    ["a video at once", { media_category: "dm_video", media_type: "video/mp4" }],
    ["another type than its bytes", { media_category: "dm_image", media_type: "image/jpeg" }],
    ["an unknown key", { media_category: "dm_image", media_type: "image/png", alt: "a" }],
  ])("is refused with %s", async (_, about) => {
    expect((await uploads("", { media: png().toString("base64"), ...about })).status).toBe(400);
  });

  it("of an image has 5 MB at most, and is no document", async () => {
    expect((await image(png(5 * 1024 * 1024))).status).toBe(200);
    expect((await image(png(5 * 1024 * 1024 + 1))).status).toBe(413);
    expect((await image(pdf())).status).toBe(400);
  });

  it("of a video comes in pieces, is worked on, and can be sent once it is ready", async () => {
    const bytes = mp4(1_000);
    const about = { media_category: "dm_video", media_type: "video/mp4", total_bytes: 1_000 };
    const media_id = idOf(await uploads("/initialize", about));
    for (const [segment_index, piece] of [bytes.subarray(0, 600), bytes.subarray(600)].entries()) {
      const part = { segment_index, media: piece.toString("base64") };
      expect((await uploads(`/${media_id}/append`, part)).status).toBe(200);
    }
    const finished = await uploads(`/${media_id}/finalize`, {});
    expect(finished.body.data).toMatchObject({ processing_info: { state: "pending" } });
    const asked = () => dm({ attachments: [{ media_id }] });
    expect((await asked()).status).toBe(400);
    const status = `/2/media/upload?command=STATUS&media_id=${media_id}`;
    const told = await sandbox.call("GET", status, { headers: { authorization: "Bearer sandbox-token" } });
    expect(told.body.data).toMatchObject({ processing_info: { state: "succeeded" } });
    expect((await asked()).status).toBe(201);
  });

  it("of a video is refused when a piece is missing", async () => {
    const about = { media_category: "dm_video", media_type: "video/mp4", total_bytes: 1_000 };
    const media_id = idOf(await uploads("/initialize", about));
    await uploads(`/${media_id}/append`, { segment_index: 0, media: mp4(600).toString("base64") });
    expect((await uploads(`/${media_id}/finalize`, {})).status).toBe(400);
  });
});

describe("the limits of X", () => {
  it("let 15 messages pass in a quarter of an hour, counted in headers that say when it begins anew", async () => {
    const headersOf = async () => {
      const response = await fetch(`${limited.origin()}/2/dm_conversations/with/2222/messages`, {
        method: "POST",
        headers: { authorization: "Bearer sandbox-token", "content-type": "application/json" },
        body: JSON.stringify({ text: "again" }),
      });
      return {
        status: response.status,
        left: response.headers.get("x-rate-limit-remaining"),
        reset: Number(response.headers.get("x-rate-limit-reset")),
      };
    };
    const answers = [];
    for (let sent = 0; sent < 16; sent += 1) answers.push(await headersOf());
    expect(answers.map(({ status }) => status)).toEqual([...Array(15).fill(201), 429]);
    expect(answers.map(({ left }) => left)).toEqual([
      ...Array.from({ length: 15 }, (_, sent) => String(14 - sent)),
      "0",
    ]);
    const { reset } = answers[15]!;
    expect(reset * 1_000).toBeGreaterThan(Date.now() + 800_000);
    expect(reset * 1_000).toBeLessThanOrEqual(Date.now() + 901_000);
  });
});

describe("what X tells", () => {
  const caught = (type: string) =>
    webhooks.caught.filter(({ raw }) => String(raw).includes(`"event_type":"${type}"`));

  it("comes signed over its bytes: an echo, and that it was read", async () => {
    await sandbox.json("PUT", "/control", { webhooks: webhooks.origin() });
    const { body } = await dm({ text: "tell me 👋" });
    const { dm_event_id } = body.data as { dm_event_id: string };
    const [read] = await until(() => caught("dm.read").length > 0 && caught("dm.read"));
    const [echo] = caught("dm.sent");
    for (const one of [echo!, read!]) {
      expect(one.url).toBe("/webhooks/x");
      expect(one.headers["x-twitter-webhooks-signature"]).toBe(signX(SECRET, String(one.raw)));
    }
    expect(JSON.parse(String(echo!.raw)).data).toMatchObject({
      filter: { user_id: ME },
      payload: { direct_message_events: [{ id: dm_event_id, message_create: { sender_id: ME } }] },
    });
    expect(String(read!.raw)).toContain(`"last_read_event_id":"${dm_event_id}"`);
  });

  it("comes when a contact writes", async () => {
    const said = { channel: "x", account: ME, from: "2222", name: "Ada", text: "Hello" };
    expect((await sandbox.say(said, true)).status).toBe(200);
    const [heard] = caught("dm.received");
    expect(JSON.parse(String(heard!.raw)).data.payload).toMatchObject({
      direct_message_events: [{ message_create: { sender_id: "2222", message_data: { text: "Hello" } } }],
      users: { 2222: { data: { name: "Ada" } } },
    });
  });
});

describe("magic on X", () => {
  it.each([
    ["sandbox:refuse", 403],
    ["sandbox:code=349", 403],
    ["sandbox:code=88", 429],
    ["sandbox:500", 503],
    ["sandbox:html", 502],
    ["sandbox:noid", 201],
  ])("%s is answered %i", async (text, status) => {
    expect((await dm({ text: `${text} sandbox:silent` })).status).toBe(status);
  });

  it("sandbox:429 throttles, says until when, and lets the next try but one pass", async () => {
    const send = async () => (await dm({ text: "sandbox:429" })).status;
    expect([await send(), await send(), await send()]).toEqual([429, 429, 201]);
  });
});
