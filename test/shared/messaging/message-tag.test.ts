import { describe, expect, it } from "vitest";
import type { Channel } from "../../../shared/domain/channel.ts";
import { openedBy, windowOf } from "../../../shared/domain/window.ts";
import { type TagRequest, taggingOf } from "../../../shared/messaging/message-tag.ts";

const NOW = new Date("2026-11-21T12:00:00.000Z");
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);

type Over = Partial<TagRequest> & { hours?: number };

const taggingFor = (channel: Channel, asked: string | undefined, over: Over) => {
  const { hours = 30, ...rest } = over;
  const request: TagRequest = {
    channel,
    account: { human_agent: "granted" },
    author: { kind: "person", member_id: "m1" },
    window: windowOf(channel, openedBy(hoursAgo(hours)), NOW),
    type: "text",
    asked,
    ...rest,
  };
  return taggingOf(request, NOW);
};

const tagging = (channel: Channel, asked: string | undefined, over: Over = {}) => {
  const { tag, adaptations, violations } = taggingFor(channel, asked, over);
  return { tag, adapted: adaptations.map(({ code }) => code), refused: violations.map(({ code }) => code) };
};

describe.each(["messenger", "instagram"] as const)("a late reply on %s", (channel) => {
  it("of a person leaves under HUMAN_AGENT for 7 days and not a minute longer", () => {
    expect(tagging(channel, "HUMAN_AGENT", { hours: 7 * 24 - 0.02 }).tag).toBe("HUMAN_AGENT");
    expect(tagging(channel, "HUMAN_AGENT", { hours: 7 * 24 })).toMatchObject({ refused: ["tag_too_late"] });
  });

  it("of a bot, on an account without the feature, is told both", () => {
    const found = tagging(channel, "HUMAN_AGENT", {
      account: { human_agent: "none" },
      author: { kind: "bot", member_id: null },
    });
    expect(found).toEqual({ tag: undefined, adapted: [], refused: ["tag_for_people", "tag_not_granted"] });
  });

  it("to somebody who never wrote is refused", () => {
    const window = windowOf(channel, undefined, NOW);
    expect(tagging(channel, "HUMAN_AGENT", { window }).refused).toEqual(["tag_too_late"]);
  });

  it("under a tag that Meta ended, or one it never had, is refused", () => {
    expect(tagging(channel, "ACCOUNT_UPDATE").refused).toEqual(["tag_died"]);
    expect(tagging(channel, "POST_PURCHASE_UPDATE", { hours: 1 }).refused).toEqual(["tag_died"]);
    expect(tagging(channel, "PROMOTION").refused).toEqual(["unknown_tag"]);
  });

  it("under a tag that Meta ended says what can be done instead", () => {
    const template = channel === "messenger" ? "send a template, or " : "";
    const said = (hours: number) =>
      taggingFor(channel, "ACCOUNT_UPDATE", { hours }).violations.map(({ message }) => message);
    expect(said(30)).toEqual([
      `Meta has refused ACCOUNT_UPDATE since 2026-04-27: ${template}wait until the contact writes.`,
    ]);
    expect(said(1)).toEqual([
      "Meta has refused ACCOUNT_UPDATE since 2026-04-27: leave message_tag out, for the reply window is open.",
    ]);
  });

  it("within the window needs no tag: one is left out, and said", () => {
    expect(tagging(channel, "HUMAN_AGENT", { hours: 1 })).toEqual({
      tag: undefined,
      adapted: ["tag_dropped"],
      refused: [],
    });
  });
});

it("CUSTOMER_FEEDBACK is Messenger's alone", () => {
  expect(tagging("messenger", "CUSTOMER_FEEDBACK").tag).toBe("CUSTOMER_FEEDBACK");
  expect(tagging("instagram", "CUSTOMER_FEEDBACK").refused).toEqual(["unknown_tag"]);
});

it("CUSTOMER_FEEDBACK reaches 7 days, as HUMAN_AGENT does", () => {
  expect(tagging("messenger", "CUSTOMER_FEEDBACK", { hours: 7 * 24 - 0.02 }).refused).toEqual([]);
  expect(tagging("messenger", "CUSTOMER_FEEDBACK", { hours: 7 * 24 }).refused).toEqual(["tag_too_late"]);
});

describe("an account with human_agent auto", () => {
  const account = { human_agent: "auto" } as const;

  it("tags a person's late reply on Messenger by itself, and says so", () => {
    const found = tagging("messenger", undefined, { account });
    expect(found).toEqual({ tag: "HUMAN_AGENT", adapted: ["tag_added"], refused: [] });
  });

  it("tags nothing within the window, of a bot, after 7 days, or on Instagram", () => {
    const none = { tag: undefined, adapted: [], refused: [] };
    const bot = { author: { kind: "bot" as const, member_id: null } };
    expect(tagging("messenger", undefined, { account, hours: 1 })).toEqual(none);
    expect(tagging("messenger", undefined, { account, ...bot })).toEqual(none);
    expect(tagging("messenger", undefined, { account, hours: 200 })).toEqual(none);
    expect(tagging("instagram", undefined, { account })).toEqual(none);
  });
});

it.each(["whatsapp", "sms", "webchat", "playground"] as const)(
  "%s has no tags: any is left out, and said",
  (channel) => {
    expect(tagging(channel, "ACCOUNT_UPDATE")).toEqual({
      tag: undefined,
      adapted: ["tag_dropped"],
      refused: [],
    });
  },
);

describe("a template on Messenger, which leaves late by itself,", () => {
  it("is never tagged, not even by itself", () => {
    const account = { human_agent: "auto" } as const;
    const none = { tag: undefined, adapted: [], refused: [] };
    expect(tagging("messenger", undefined, { account, type: "template" })).toEqual(none);
  });

  it("has a tag left out, and says so, whoever asks for it", () => {
    const author = { kind: "bot", member_id: null } as const;
    const dropped = { tag: undefined, adapted: ["tag_dropped"], refused: [] };
    expect(tagging("messenger", "HUMAN_AGENT", { author, type: "template" })).toEqual(dropped);
  });
});
