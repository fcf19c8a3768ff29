import { describe, expect, it } from "vitest";
import { entitiesOf } from "../../../functions/inbox/entities.ts";

const NONE = { urls: [], mentions: [], hashtags: [], tweets: [] };

describe("what a text names", () => {
  it.each(["Hello", "mail me: ada@example.com", "#1 of 3", "a#b", "50 % @ noon", "@a_name_of_17_chars"])(
    "is nothing in %j",
    (text) => {
      expect(entitiesOf(text)).toBeNull();
    },
  );

  it.each([
    ["See (https://example.com/a).", { urls: [{ url: "https://example.com/a" }] }],
    [
      "https://example.com/#top @ada",
      { urls: [{ url: "https://example.com/#top" }], mentions: [{ username: "ada" }] },
    ],
    ["#Größe2 und #日本", { hashtags: [{ tag: "Größe2" }, { tag: "日本" }] }],
    [".@Ada, @_b_!", { mentions: [{ username: "Ada" }, { username: "_b_" }] }],
    [
      "https://twitter.com/a/status/12?s=20 https://x.com/a",
      {
        urls: [{ url: "https://twitter.com/a/status/12?s=20" }, { url: "https://x.com/a" }],
        tweets: [{ id: "12", url: "https://twitter.com/a/status/12?s=20" }],
      },
    ],
  ])("in %j is found", (text, found) => {
    expect(entitiesOf(text)).toEqual({ ...NONE, ...found });
  });
});
