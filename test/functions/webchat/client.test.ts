import { describe, expect, it } from "vitest";
import { webchatSender } from "../../../functions/webchat/client.ts";
import { MessageFrame } from "../../../functions/webchat/socket-frames.ts";
import type { Outcome } from "../../../shared/domain/delivery.ts";
import type { Job } from "../../../shared/domain/message.ts";
import type { Sender } from "../../../shared/messaging/channel-ports.ts";
import { createChat, imagePart, jobOf, START, textPart } from "./fakes.ts";

const send = async (sender: Sender, job: Job, index = 0): Promise<Outcome> => {
  const prepared = await sender.prepare(job, job.parts[index]!, index);
  return (await prepared.connect()).run();
};

describe("a message to a web chat visitor", () => {
  it("is sent once it is in the visitor's list, even while nobody is connected", async () => {
    const { deps, visitors, sockets } = createChat();
    const job = jobOf(7, [textPart("hello")]);
    const outcome = await send(webchatSender(deps), job);
    expect(outcome).toEqual({
      kind: "sent",
      provider_message_id: `${job.message.id}0`,
      word: "nobody_connected",
    });
    expect(visitors.items.get(7)).toEqual([
      {
        seq: 1,
        number: 16,
        author: { kind: "person", member_id: "m1" },
        id: `${job.message.id}0`,
        direction: "outgoing",
        payload: { type: "text", text: "hello" },
        created_at: START.toISOString(),
      },
    ]);
    expect(sockets.posted).toEqual([]);
  });

  it("appears in every open tab of that visitor and in nobody else's", async () => {
    const { deps, visitors, sockets } = createChat();
    await visitors.connect(7, "tab-1");
    await visitors.connect(7, "tab-2");
    await visitors.connect(8, "stranger");
    const outcome = await send(webchatSender(deps), jobOf(7, [textPart("hello")]));
    expect(outcome).toMatchObject({ kind: "sent", word: "posted" });
    expect(sockets.posted.map(({ to }) => to)).toEqual(["tab-1", "tab-2"]);
    const frame = MessageFrame.parse(sockets.posted[0]?.frame);
    expect(frame).toMatchObject({ seq: 1, direction: "outgoing", message: { type: "text", text: "hello" } });
  });

  it("is one item when its job is done twice", async () => {
    const { deps, visitors } = createChat();
    const sender = webchatSender(deps);
    const job = jobOf(7, [textPart("once")]);
    expect(await send(sender, job)).toEqual(await send(sender, job));
    expect(visitors.items.get(7)).toHaveLength(1);
  });

  it("keeps a file's key in the list and shows a link signed now, which works for an hour", async () => {
    const { deps, visitors, sockets } = createChat();
    await visitors.connect(7, "tab");
    await send(webchatSender(deps), jobOf(7, [imagePart("cat.png")]));
    expect(JSON.stringify(visitors.items.get(7))).not.toContain("https://");
    const { message } = MessageFrame.parse(sockets.posted[0]?.frame);
    const until = START.getTime() + 3_600_000;
    expect(message).toEqual({
      type: "image",
      text: "see",
      file: {
        name: "cat.png",
        type: "image/png",
        size: 9,
        url: `https://files.example/1/f/cat.png?expires=${until}`,
        expires_at: new Date(until).toISOString(),
      },
    });
  });

  it("forgets a connection that is gone", async () => {
    const { deps, visitors, sockets } = createChat();
    await visitors.connect(7, "closed");
    sockets.gone.add("closed");
    const outcome = await send(webchatSender(deps), jobOf(7, [textPart("hello")]));
    expect(outcome).toMatchObject({ kind: "sent", word: "nobody_connected" });
    expect(await visitors.connections(7)).toEqual([]);
  });

  it("is sent all the same when the socket breaks, says so, and waits for the visitor to catch up", async () => {
    const { deps, visitors, sockets, socket } = createChat();
    await visitors.connect(7, "tab");
    sockets.broken.add("tab");
    const outcome = await send(webchatSender(deps), jobOf(7, [textPart("hello")]));
    expect(outcome).toMatchObject({ kind: "sent", word: "post_failed" });
    const frames = await socket.received("tab", '{"type":"catch_up","after_seq":0}');
    expect(frames).toMatchObject([
      { type: "message", seq: 1, message: { text: "hello" } },
      { type: "caught_up", seq: 1, more: false },
    ]);
  });

  it("reaches the good tab when another one breaks", async () => {
    const { deps, visitors, sockets } = createChat();
    await visitors.connect(7, "bad");
    await visitors.connect(7, "good");
    sockets.broken.add("bad");
    const outcome = await send(webchatSender(deps), jobOf(7, [textPart("hello")]));
    expect(outcome).toMatchObject({ kind: "sent", word: "posted" });
    expect(sockets.posted.map(({ to }) => to)).toEqual(["good"]);
  });

  it("is sent although no link could be signed for the frame", async () => {
    const { deps, visitors } = createChat();
    await visitors.connect(7, "tab");
    const signGet = async () => Promise.reject(new Error("no credentials"));
    const outcome = await send(
      webchatSender({ ...deps, bucket: { signGet } }),
      jobOf(7, [imagePart("a.png")]),
    );
    expect(outcome).toMatchObject({ kind: "sent", word: "post_failed" });
  });

  it("is tried again, five times at most, when the visitor's list cannot be written", async () => {
    const { deps, visitors } = createChat();
    visitors.add = async () => Promise.reject(new Error("database is locked"));
    expect(await send(webchatSender(deps), jobOf(7, [textPart("hello")]))).toMatchObject({
      kind: "throttled",
      retry_after: 1,
      tries: 5,
      failure: { code: "visitor_store_unavailable", provider_message: "database is locked" },
    });
  });

  it("leaves nothing behind when its call is given back unused", async () => {
    const { deps, visitors } = createChat();
    const job = jobOf(7, [textPart("hello")]);
    const prepared = await webchatSender(deps).prepare(job, job.parts[0]!, 0);
    (await prepared.connect()).release();
    expect(visitors.items.size).toBe(0);
  });
});
