import { afterEach, describe, expect, it } from "vitest";
import { messenger } from "../../../functions/messenger/channel.ts";
import { messengerSender } from "../../../functions/messenger/client.ts";
import type { Content } from "../../../shared/domain/message.ts";
import { createLines } from "../../../shared/providers/lines.ts";
import { BOTH, toInstagram, toMessenger } from "./both-pages.ts";
import { accountOf, bucket, graphServer, jobOf, NOW, send } from "./page-support.ts";

const react = (emoji: string, more: Partial<Content> = {}) => ({
  type: "reaction" as const,
  media: [],
  reaction: { emoji, to: { provider_message_id: "m_theirs" } },
  ...more,
});

describe.each(BOTH)("a reaction on %s", (_, transform) => {
  it("taken back names the message alone", () => {
    expect(transform(react("")).parts).toEqual([
      {
        kind: "reaction",
        payload: {
          recipient: { id: "7305551234" },
          sender_action: "unreact",
          payload: { message_id: "m_theirs" },
        },
        slots: [],
      },
    ]);
  });

  it("under a tag is refused, for it can carry none", () => {
    expect(transform(react("❤️", { tag: "HUMAN_AGENT" })).violations).toMatchObject([
      { path: "/reaction", code: "window_closed" },
    ]);
  });
});

const word = ({ parts }: ReturnType<typeof toMessenger>) =>
  (parts[0]?.payload.payload as { reaction?: string } | undefined)?.reaction;

describe("the emoji of a reaction", () => {
  it.each(["👍", "❤️", "❤", "👩‍🚀", "🇩🇪", "1️⃣"])("may be any one on Messenger: %s", (emoji) => {
    expect(word(toMessenger(react(emoji)))).toBe(emoji);
  });

  it.each(["love", "👍👍", "1", "👍!"])("is one emoji on Messenger, not %s", (emoji) => {
    expect(toMessenger(react(emoji)).violations).toEqual([
      {
        path: "/reaction/emoji",
        code: "unsupported_reaction",
        message: "Messenger takes one emoji as a reaction.",
      },
    ]);
  });

  it("is a heart on Instagram, which calls it love, and nothing else", () => {
    expect(["❤️", "❤"].map((emoji) => word(toInstagram(react(emoji))))).toEqual(["love", "love"]);
    expect(toInstagram(react("👍")).violations).toEqual([
      {
        path: "/reaction/emoji",
        code: "unsupported_reaction",
        message: "Instagram takes only ❤️ as a reaction.",
      },
    ]);
  });
});

describe("the outcome of a reaction", () => {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0)) await cleanup();
  });

  const outcomeOf = async (told: Parameters<typeof jobOf>[1], body: unknown) => {
    const server = await graphServer({ status: 200, body });
    const lines = createLines(1);
    cleanups.push(() => lines.close(), server.close);
    const endpoint = async () => ({ origin: server.origin, token: "page-token" });
    const sender = messengerSender({ lines, endpoint, graphVersion: "v25.0", bucket, now: () => NOW });
    return send(sender, jobOf(messenger, told, accountOf("messenger", { page_id: "1001" })));
  };

  it("is sent without an id, since it makes no message", async () => {
    expect(await outcomeOf(react("👍"), { recipient_id: "7305551234" })).toEqual({ kind: "sent" });
  });

  it("is unknown when the answer is none", async () => {
    expect(await outcomeOf(react("👍"), { success: true })).toMatchObject({ kind: "lost" });
  });

  it("of a message is unknown when it lacks its id, as ever", async () => {
    const text = { type: "text" as const, text: "Hi", media: [] };
    expect(await outcomeOf(text, { recipient_id: "7305551234" })).toMatchObject({ kind: "lost" });
  });
});
