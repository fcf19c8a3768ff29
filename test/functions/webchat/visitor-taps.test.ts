import { describe, expect, it } from "vitest";
import { ServerFrame } from "../../../functions/webchat/socket-frames.ts";
import type { Part } from "../../../shared/domain/message.ts";
import { createChat, textPart } from "./fakes.ts";
import { deliver, join, say } from "./steps.ts";

const yes = { type: "reply", title: "Yes", payload: "YES" };
const asked: Part = { kind: "text", payload: { type: "text", text: "Ok?", buttons: [yes] }, slots: [] };
const rows = [{ id: "s", title: "Small" }];
const menu: Part = {
  kind: "interactive",
  payload: { type: "list", list: { type: "list", action: { button: "Open", sections: [{ rows }] } } },
  slots: [],
};
const pictured: Part = {
  kind: "interactive",
  payload: {
    type: "cards",
    cards: [
      { title: "Ours", image: { key: "1/f/a.png", name: "a.png", type: "image/png", size: 9 } },
      { title: "Theirs", image: { url: "https://example.com/b.png" } },
    ],
  },
  slots: [],
};

const asks = async (...parts: Part[]) => {
  const chat = createChat();
  await join(chat);
  const messageId = await deliver(chat, 7, ...parts);
  return { chat, messageId };
};

describe("a visitor who taps", () => {
  it("answers with the button's payload, on the message that has it, under the title it shows", async () => {
    const { chat, messageId } = await asks(asked);
    const [accepted] = await say(chat, "tab", { type: "reply", seq: 1, payload: "YES", client_id: "t1" });
    expect(ServerFrame.parse(accepted)).toMatchObject({ type: "accepted", client_id: "t1", seq: 2 });
    expect([...chat.inbox.incoming.values()]).toMatchObject([
      {
        message_text: "Yes",
        message_type: "button_reply",
        reply: { kind: "button", payload: "YES", title: "Yes" },
        reply_to_message_id: `${messageId}0`,
      },
    ]);
  });

  it("may choose a row of a menu by its id", async () => {
    const { chat, messageId } = await asks(menu);
    await say(chat, "tab", { type: "reply", id: `${messageId}0`, payload: "s" });
    expect([...chat.inbox.incoming.values()]).toMatchObject([
      { message_text: "Small", message_type: "list_reply", reply: { kind: "list", payload: "s" } },
    ]);
  });

  it("sees in the other tabs what was tapped", async () => {
    const { chat } = await asks(asked);
    await join(chat, "other");
    await say(chat, "tab", { type: "reply", seq: 1, payload: "YES" });
    const { frame } = chat.sockets.posted.find(({ to }) => to === "other")!;
    expect(ServerFrame.parse(frame)).toMatchObject({
      direction: "incoming",
      message: { text: "Yes", tapped: { payload: "YES" } },
    });
  });

  it("has tapped once when the same tap comes again", async () => {
    const { chat } = await asks(asked);
    const tap = { type: "reply", seq: 1, payload: "YES", client_id: "t1" };
    expect(await say(chat, "tab", tap)).toEqual(await say(chat, "tab", tap));
    expect(chat.inbox.incoming.size).toBe(1);
  });

  it.each([
    ["a payload that nobody offered", { seq: 1, payload: "ADMIN" }],
    ["a message that offers nothing", { seq: 2, payload: "YES" }],
    ["a message that is not there", { seq: 9, payload: "YES" }],
  ])("cannot say %s", async (_, named) => {
    const { chat } = await asks(asked, textPart("hello"));
    expect(await say(chat, "tab", { type: "reply", ...named })).toMatchObject([{ code: "not_found" }]);
    expect(chat.inbox.incoming.size).toBe(0);
  });

  it("cannot answer with what another visitor was asked", async () => {
    const { chat, messageId } = await asks(asked);
    await join(chat, "stranger", 8, "another-token");
    const tap = { type: "reply", id: `${messageId}0`, payload: "YES" };
    expect(await say(chat, "stranger", tap)).toMatchObject([{ code: "not_found" }]);
  });

  it("cannot answer what they said themselves", async () => {
    const { chat } = await asks(asked);
    await say(chat, "tab", { type: "reply", seq: 1, payload: "YES" });
    expect(await say(chat, "tab", { type: "reply", seq: 2, payload: "YES" })).toMatchObject([
      { code: "not_found" },
    ]);
  });
});

describe("cards on a visitor's page", () => {
  it("show our pictures by a link signed now, and others by their own address", async () => {
    const { chat } = await asks(pictured);
    const [frame] = await say(chat, "tab", { type: "catch_up", after_seq: 0 });
    expect(ServerFrame.parse(frame)).toMatchObject({
      message: {
        cards: [
          { title: "Ours", image: { name: "a.png", url: expect.stringContaining("https://files.example/") } },
          { title: "Theirs", image: { url: "https://example.com/b.png" } },
        ],
      },
    });
    expect(JSON.stringify(frame)).not.toContain('"key"');
  });
});
