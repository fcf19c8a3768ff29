import { describe, expect, it } from "vitest";
import { conversationOf, createChat, START, TOKEN, textPart } from "./fakes.ts";
import { deliver, join, say } from "./steps.ts";

describe("opening a visitor's socket", () => {
  it("takes the token of the conversation", async () => {
    const chat = createChat();
    expect(await join(chat)).toBe("accepted");
    expect(await chat.visitors.connections(7)).toEqual(["tab"]);
  });

  it.each([
    ["a wrong token", 7, "guess"],
    ["no token", 7, ""],
    ["the token of another visitor's conversation", 8, TOKEN],
    ["a conversation that is not there", 999, TOKEN],
    ["a conversation on WhatsApp", 20, TOKEN],
    ["a team conversation", 21, TOKEN],
    ["a conversation without a visitor", 22, ""],
    ["a conversation whose hash is damaged", 23, TOKEN],
  ])("refuses %s, and says no more", async (_, conversationId, token) => {
    const { visitor_hash, ...without } = conversationOf(22, TOKEN);
    const chat = createChat(
      conversationOf(20, TOKEN, { channel: "whatsapp" }),
      { id: 21, organization_id: 1, archived: false, created_at: START.toISOString(), kind: "team" },
      without,
      conversationOf(23, TOKEN, { visitor_hash: visitor_hash!.slice(0, 10) }),
    );
    expect(await join(chat, "tab", conversationId, token)).toBe("refused");
    expect(chat.visitors.linked.size).toBe(0);
  });

  it("gives nothing to a connection that was not accepted or is closed", async () => {
    const chat = createChat();
    await deliver(chat, 7, textPart("secret"));
    const asked = { type: "catch_up", after_seq: 0 };
    expect(await say(chat, "stranger", asked)).toMatchObject([{ type: "error", code: "not_connected" }]);
    await join(chat);
    await chat.socket.disconnected("tab");
    expect(await say(chat, "tab", asked)).toMatchObject([{ type: "error", code: "not_connected" }]);
    expect(await say(chat, "tab", { type: "message", text: "hi" })).toMatchObject([
      { code: "not_connected" },
    ]);
    expect(chat.inbox.incoming.size).toBe(0);
  });
});
