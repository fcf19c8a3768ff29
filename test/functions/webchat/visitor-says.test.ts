import { describe, expect, it } from "vitest";
import { ServerFrame } from "../../../functions/webchat/socket-frames.ts";
import { createChat, START } from "./fakes.ts";
import { join, say } from "./steps.ts";

describe("what the visitor writes", () => {
  it("reaches the inbox and is confirmed with its place in the list", async () => {
    const chat = createChat();
    await join(chat);
    const [accepted] = await say(chat, "tab", { type: "message", text: "hello?", client_id: "c1" });
    expect(ServerFrame.parse(accepted)).toMatchObject({ type: "accepted", client_id: "c1", seq: 1 });
    expect([...chat.inbox.incoming.values()]).toMatchObject([
      { conversation_id: 7, account_id: "webchat1", message_text: "hello?", created_at: START.toISOString() },
    ]);
    const [shown] = await say(chat, "tab", { type: "catch_up", after_seq: 0 });
    expect(shown).toMatchObject({ seq: 1, direction: "incoming", message: { type: "text", text: "hello?" } });
    expect(accepted).toMatchObject({ id: (shown as { id: string }).id });
  });

  it("is one message when it is sent again later under the same client id, and its first text stands", async () => {
    const chat = createChat();
    await join(chat);
    const first = await say(chat, "tab", { type: "message", text: "hello?", client_id: "c1" });
    chat.clock.now = new Date(START.getTime() + 90_000);
    const again = await say(chat, "tab", { type: "message", text: "changed", client_id: "c1" });
    expect(again).toEqual(first);
    expect(chat.visitors.items.get(7)).toHaveLength(1);
    expect([...chat.inbox.incoming.values()].map((message) => message.message_text)).toEqual(["hello?"]);
  });

  it("reaches the inbox on the second try when the first stopped half-way", async () => {
    const chat = createChat();
    await join(chat);
    const { receiveIncoming } = chat.deps;
    chat.deps.receiveIncoming = async () => Promise.reject(new Error("database is locked"));
    const frame = { type: "message", text: "hello?", client_id: "c1" };
    await expect(say(chat, "tab", frame)).rejects.toThrow("database is locked");
    chat.deps.receiveIncoming = receiveIncoming;
    chat.clock.now = new Date(START.getTime() + 5_000);
    const again = await say(chat, "tab", { ...frame, text: "changed" });
    expect(again).toMatchObject([{ type: "accepted", seq: 1 }]);
    expect([...chat.inbox.incoming.values()].map((message) => message.message_text)).toEqual(["hello?"]);
    expect(chat.visitors.items.get(7)).toHaveLength(1);
  });

  it("is a message each time without a client id", async () => {
    const chat = createChat();
    await join(chat);
    await say(chat, "tab", { type: "message", text: "ping" });
    await say(chat, "tab", { type: "message", text: "ping" });
    expect(chat.inbox.incoming.size).toBe(2);
  });

  it("is not mixed up with another visitor's message of the same client id", async () => {
    const chat = createChat();
    await join(chat, "tab-7");
    await join(chat, "tab-8", 8, "another-token");
    await say(chat, "tab-7", { type: "message", text: "from seven", client_id: "c1" });
    await say(chat, "tab-8", { type: "message", text: "from eight", client_id: "c1" });
    expect([...chat.inbox.incoming.values()].map((one) => [one.conversation_id, one.message_text])).toEqual([
      [7, "from seven"],
      [8, "from eight"],
    ]);
  });

  it("shows up in the visitor's other tabs, not in the one it came from", async () => {
    const chat = createChat();
    await join(chat, "tab-1");
    await join(chat, "tab-2");
    await join(chat, "stranger", 8, "another-token");
    await say(chat, "tab-1", { type: "message", text: "hello?" });
    expect(chat.sockets.posted).toMatchObject([
      { to: "tab-2", frame: { type: "message", direction: "incoming", message: { text: "hello?" } } },
    ]);
  });

  it("is confirmed although another tab's socket breaks", async () => {
    const chat = createChat();
    await join(chat, "tab-1");
    await join(chat, "tab-2");
    chat.sockets.broken.add("tab-2");
    expect(await say(chat, "tab-1", { type: "message", text: "hi" })).toMatchObject([{ type: "accepted" }]);
  });

  it("changes nothing when its frame is wrong", async () => {
    const chat = createChat();
    await join(chat);
    expect(await chat.socket.received("tab", "{")).toMatchObject([{ type: "error", code: "not_json" }]);
    expect(await say(chat, "tab", { type: "message", text: "" })).toMatchObject([{ code: "invalid_frame" }]);
    expect(chat.visitors.items.size + chat.inbox.incoming.size).toBe(0);
  });
});
