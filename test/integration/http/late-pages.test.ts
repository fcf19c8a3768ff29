import { beforeEach, describe, expect, it } from "vitest";
import { DEMO_BOT_KEY } from "../../../infra/local/demo.ts";
import type { Problem } from "../../../shared/lambda/problem.ts";
import type { Preview } from "../../../shared/messaging/preview-of.ts";
import { post } from "./channels.ts";
import { violationsOf } from "./refused.ts";
import { PAGED, sandboxedPages } from "./sandboxed-pages.ts";

const { backend, delivered, wroteHoursAgo } = sandboxedPages();

describe.each(PAGED)("a day after the contact wrote on %s", (channel) => {
  beforeEach(() => wroteHoursAgo(channel, 25));
  const late = { message_text: "Good news", message_tag: "HUMAN_AGENT" };

  it("a person's answer leaves under HUMAN_AGENT, all of its parts, and Meta takes it", async () => {
    const attachments = [{ source: "https://example.invalid/a.png", source_type: "url" }];
    const { message, bodies } = await delivered(channel, {
      ...late,
      message_text: "word ".repeat(500).trim(),
    });
    expect(message.status).toBe("sent");
    expect(bodies.length).toBeGreaterThan(1);
    expect(bodies.every(({ tag }) => tag === "HUMAN_AGENT")).toBe(true);
    const types = new Set(bodies.map(({ messaging_type }) => messaging_type));
    expect([...types]).toEqual([channel === "messenger" ? "MESSAGE_TAG" : undefined]);
    const shown = await post<Preview>(
      backend(),
      channel,
      { ...late, attachments },
      { query: { preview: "true" } },
    );
    expect(shown.body.violations).toEqual([]);
  });

  it("an answer without a tag is refused, saying what may leave and until when", async () => {
    const answer = await post<Problem>(backend(), channel, { message_text: "Good news" });
    expect([answer.status, violationsOf(answer)]).toEqual([422, [["/message_type", "window_closed"]]]);
    const types = channel === "messenger" ? "a note and a template" : "a note";
    expect(answer.body.detail).toBe(
      `The reply window closed at 2026-03-02T09:00:00.000Z; until the contact writes again only ${types} can be used. ` +
        "Until 2026-03-08T09:00:00.000Z a person can answer with message_tag HUMAN_AGENT, if Meta granted the account Human Agent access.",
    );
  });

  it("a bot's answer and a reaction are refused under the tag", async () => {
    const bot = await post<Problem>(backend(), channel, late, { key: DEMO_BOT_KEY });
    expect(violationsOf(bot)).toContainEqual(["/message_tag", "tag_for_people"]);
    const reaction = { message_id: "m_1", emoji: "❤️" };
    const react = { message_type: "reaction", reaction, message_tag: "HUMAN_AGENT" };
    expect(violationsOf(await post<Problem>(backend(), channel, react))).toEqual([
      ["/reaction", "window_closed"],
    ]);
  });
});

describe("a day after the contact wrote on Messenger", () => {
  it("a utility template leaves without a tag, whoever sends it", async () => {
    await wroteHoursAgo("messenger", 25);
    const template = { name: "order_update", language: { code: "en" } };
    const { message, bodies } = await delivered("messenger", { message_type: "template", template });
    expect(message.status).toBe("sent");
    expect(bodies).toMatchObject([{ messaging_type: "UTILITY", message: { template } }]);
    expect(bodies[0]).not.toHaveProperty("tag");
  });
});

it("a week after the contact wrote even a person's answer is refused", async () => {
  await wroteHoursAgo("messenger", 7 * 24);
  const answer = await post<Problem>(backend(), "messenger", {
    message_text: "Hi",
    message_tag: "HUMAN_AGENT",
  });
  expect(violationsOf(answer)).toContainEqual(["/message_tag", "tag_too_late"]);
});
