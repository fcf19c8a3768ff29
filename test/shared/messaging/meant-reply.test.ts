import { describe, expect, it } from "vitest";
import { type FactName, freshState } from "../../../shared/domain/delivery.ts";
import { choiceId } from "../../../shared/domain/ids.ts";
import type { IncomingContent } from "../../../shared/domain/incoming.ts";
import type { Choice } from "../../../shared/domain/rich.ts";
import { meantBy } from "../../../shared/messaging/meant-reply.ts";
import type { MessageRef, MessageView } from "../../../shared/messaging/message-ports.ts";
import { conversationOf, messageOf, NOW } from "../../contract/store-fixtures.ts";

const HOUR = 3_600_000;
const choices = [
  { title: "Small", payload: "S" },
  { title: "Größe L", payload: "L" },
];

/** A conversation whose contact was offered these choices, in a message that got as far as `fact`. */
const offered = (
  given: Choice[] = choices,
  { fact = "sent" as FactName | "queued", numbered = true } = {},
) => {
  const conversation = conversationOf(1);
  const message = { ...messageOf(conversation.id), choices: given };
  const state = freshState(1);
  if (fact !== "queued") state.parts[0]!.facts[fact] = { at: NOW.toISOString() };
  const view: MessageView = { kind: "outgoing", message, state };
  const messages = {
    get: async ({ conversation_id, message_id }: MessageRef) =>
      conversation_id === conversation.id && message_id === message.id ? view : undefined,
  };
  const offer = { message_id: message.id, at: NOW.toISOString(), numbered };
  const says = (text: string | null, content?: IncomingContent, after = HOUR) =>
    meantBy(
      { messages },
      { text, at: new Date(NOW.getTime() + after), ...(content && { content }) },
      { ...conversation, offer },
    );
  return { says, message, conversation, messages };
};

describe("a typed answer", () => {
  it.each(["2", "2.", " 2 ", "größe l", "  GRÖSSE L ".replace("SS", "ß")])(
    "%j means the second choice",
    async (text) => {
      const { says, message } = offered();
      expect(await says(text)).toEqual({
        reply: { kind: "choice", payload: "L", title: "Größe L", message_id: message.id },
      });
    },
  );

  it.each(["0", "3", "22", "two", "2 please", "02", "-2", "2.5", "", "Größe"])(
    "%j means nothing by itself",
    async (text) => {
      expect(await offered().says(text)).toBeUndefined();
    },
  );

  it("keeps what else came with it", async () => {
    const content = { message_type: "text" as const, reply_to_message_id: "wamid.1" };
    expect(await offered().says("1", content)).toMatchObject({ ...content, reply: { payload: "S" } });
  });

  it("is understood for a day, and not a moment longer", async () => {
    const { says } = offered();
    expect(await says("1", undefined, 24 * HOUR)).toMatchObject({ reply: { payload: "S" } });
    expect(await says("1", undefined, 24 * HOUR + 1)).toBeUndefined();
  });

  it.each(["sending", "unknown", "sent", "delivered", "read"] as const)(
    "is understood when the message is %s",
    async (fact) => {
      expect(await offered(choices, { fact }).says("1")).toBeDefined();
    },
  );

  it.each(["queued", "failed", "canceled"] as const)(
    "means nothing when the message never reached them (%s)",
    async (fact) => {
      expect(await offered(choices, { fact }).says("1")).toBeUndefined();
    },
  );

  it("is not read as a number where none was shown, but as a title it is", async () => {
    const { says } = offered(choices, { numbered: false });
    expect(await says("1")).toBeUndefined();
    expect(await says("small")).toMatchObject({ reply: { payload: "S" } });
  });

  it("is not guessed when a number and a title, or two titles, mean different things", async () => {
    const { says } = offered(["2", "1", "Buy", "Buy"].map((title, n) => ({ title, payload: `P${n}` })));
    expect(await says("1")).toBeUndefined();
    expect(await says("Buy")).toBeUndefined();
    expect(await says("3")).toMatchObject({ reply: { payload: "P2" } });
  });

  it("is no answer when it is no text", async () => {
    const image = { message_type: "image" as const };
    expect(await offered().says("1", image)).toEqual(image);
    expect(await offered().says(null)).toBeUndefined();
  });
});

describe("a tap", () => {
  const tap = (payload: string): IncomingContent => ({
    message_type: "list_reply",
    reply: { kind: "list", payload, title: "Größe L" },
  });

  it("that brings back our short id gets the payload it stands for", async () => {
    const { says, message } = offered();
    const reply = { kind: "list", payload: "L", title: "Größe L", message_id: message.id };
    expect(await says("Größe L", tap(choiceId(message.id, 1)))).toEqual({
      message_type: "list_reply",
      reply,
    });
  });

  it("is understood for ever, and however the message ended", async () => {
    const { says, message } = offered(choices, { fact: "failed" });
    expect(await says(null, tap(choiceId(message.id, 0)), 1_000 * HOUR)).toMatchObject({
      reply: { payload: "S" },
    });
  });

  it("of which we know nothing stays as it came", async () => {
    const { says, message } = offered();
    const unknown = ["S", choiceId(message.id, 9), choiceId("0".repeat(26), 0), `${message.id}.x`];
    for (const payload of unknown) expect(await says("Small", tap(payload))).toEqual(tap(payload));
  });

  it("on a message of another conversation stays as it came", async () => {
    const { message, messages } = offered();
    const other = conversationOf(1);
    const content = tap(choiceId(message.id, 0));
    expect(await meantBy({ messages }, { text: null, content, at: NOW }, other)).toEqual(content);
  });
});
