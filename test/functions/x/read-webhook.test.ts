import { describe, expect, it } from "vitest";
import { readWebhook } from "../../../functions/x/read-webhook.ts";

const envelope = (event_type: string, payload: unknown, user_id = "1111") => ({
  data: { event_uuid: "-1", filter: { user_id }, event_type, tag: "t", payload },
});
const dm = (over: Record<string, unknown> = {}, data: Record<string, unknown> = { text: "hello!" }) => ({
  type: "message_create",
  id: "500",
  created_timestamp: "1784928224372",
  message_create: { target: { recipient_id: "1111" }, sender_id: "2222", message_data: data, ...over },
});
const received = (...events: unknown[]) =>
  readWebhook(
    envelope("dm.received", {
      direct_message_events: events,
      users: { 2222: { data: { name: "Ada", username: "ada" } } },
    }),
  );
const nothing = { heard: [], reported: [], unknown: [] };

describe("what somebody writes", () => {
  it("is heard with its writer, name, words and the moment X tells", () => {
    expect(received(dm()).heard).toEqual([
      {
        providerAccountId: "1111",
        acts: [],
        choices: [],
        messages: [
          {
            provider_message_id: "500",
            from: { address: "2222", name: "Ada" },
            text: "hello!",
            content: { message_type: "text" },
            at: new Date(1_784_928_224_372),
          },
        ],
      },
    ]);
  });

  it.each([
    ["photo", "image"],
    ["video", "video"],
    ["animated_gif", "video"],
  ])("with a %s is kept as %s, which stays at X", (type, kind) => {
    const media = { type, media_url_https: "https://ton.x.com/a.jpg" };
    const [heard] = received(dm({}, { text: "", attachment: { type: "media", media } })).heard;
    expect(heard?.messages[0]).toMatchObject({
      text: null,
      content: {
        message_type: kind,
        attachments: [{ kind, state: "not_fetched" }],
      },
    });
  });

  it("with something unknown is kept, under X's own word for it", () => {
    const [heard] = received(dm({}, { attachment: { type: "location" } })).heard;
    expect(heard?.messages[0]?.content).toEqual({ message_type: "unsupported", provider_type: "location" });
  });

  it("is heard, every message of one event, beside others that cannot be read", () => {
    const [heard] = received({ id: "1" }, dm(), 7, { ...dm(), id: "501" }).heard;
    expect(heard?.messages.map((one) => one.provider_message_id)).toEqual(["500", "501"]);
  });

  it("is nothing of ours when it goes to somebody else, or comes from the account itself", () => {
    expect(received(dm({ target: { recipient_id: "3333" } })).heard).toEqual([]);
    expect(received(dm({ sender_id: "1111" })).heard).toEqual([]);
  });
});

describe("other events", () => {
  it("an echo of what left is no message, whoever wrote it, and tells when X sent it", () => {
    const echo = dm({ sender_id: "1111", target: { recipient_id: "2222" } });
    expect(readWebhook(envelope("dm.sent", { direct_message_events: [echo] }))).toEqual({
      ...nothing,
      reported: [
        {
          providerAccountId: "1111",
          reports: [],
          echoes: [{ provider_message_id: "500", at: "2026-07-24T21:23:44.372Z" }],
        },
      ],
    });
  });

  it("a receipt names the message that was read last", () => {
    const read = {
      created_timestamp: "1784928224372",
      sender_id: "2222",
      target: { recipient_id: "1111" },
      last_read_event_id: "555",
    };
    const { receipts, unknown } = readWebhook(
      envelope("dm.read", { direct_message_mark_read_events: [read] }),
    );
    expect(receipts).toEqual([
      {
        providerAccountId: "1111",
        receipts: [{ fact: "read", from: "2222", at: "2026-07-24T21:23:44.372Z", ids: ["555"] }],
      },
    ]);
    expect(unknown).toEqual([]);
  });

  it.each([
    ["a receipt of an unknown form", envelope("dm.read", { last: 1 }), "dm_read"],
    ["a message of an unknown form", envelope("dm.received", {}), "dm_received"],
    ["an event nobody subscribed to", envelope("post.mention.create", {}), "post_mention_create"],
    ["anything else", { for_user_id: "1" }, "body"],
    ["no object", null, "body"],
  ])("%s is told of and passed over", (_, body, kind) => {
    expect(readWebhook(body)).toEqual({ ...nothing, unknown: [kind] });
  });
});
