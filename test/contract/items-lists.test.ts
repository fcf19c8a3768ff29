import { beforeAll, describe, expect, it } from "vitest";
import type { Range } from "../../shared/store/items.ts";
import { onBothDatabases } from "./backends.ts";

const NAMES = ["a#1", "a#2", "a#3", "b#1", "b#2", "c", "ä", "\uffee", "😀"];
const ASCENDING = NAMES;
const DESCENDING = [...NAMES].reverse();

const ranges: [string, Range, string[]][] = [
  ["all of it", { limit: 50 }, ASCENDING],
  ["all of it, newest first", { limit: 50, newestFirst: true }, DESCENDING],
  ["the first few", { limit: 2 }, ["a#1", "a#2"]],
  ["the last few", { limit: 2, newestFirst: true }, ["😀", "\uffee"]],
  ["nothing when nothing is asked for", { limit: 0 }, []],
  ["a prefix", { limit: 50, prefix: "a#" }, ["a#1", "a#2", "a#3"]],
  ["a prefix, newest first", { limit: 2, prefix: "a#", newestFirst: true }, ["a#3", "a#2"]],
  ["a prefix nothing has", { limit: 50, prefix: "z" }, []],
  ["a prefix that is a whole key", { limit: 50, prefix: "c" }, ["c"]],
  ["what comes after a key", { limit: 50, after: "b#1" }, ["b#2", "c", "ä", "\uffee", "😀"]],
  ["what comes after a key that is not there", { limit: 2, after: "a#9" }, ["b#1", "b#2"]],
  ["what comes before a key, newest first", { limit: 2, after: "b#1", newestFirst: true }, ["a#3", "a#2"]],
  ["nothing after the last", { limit: 50, after: "😀" }, []],
  ["nothing before the first, newest first", { limit: 50, after: "a#1", newestFirst: true }, []],
  ["a prefix after a key", { limit: 50, prefix: "a#", after: "a#1" }, ["a#2", "a#3"]],
  ["a prefix after a key below it", { limit: 50, prefix: "b#", after: "a#1" }, ["b#1", "b#2"]],
  ["a prefix after a key above it", { limit: 50, prefix: "a#", after: "b" }, []],
  [
    "a prefix from a key above it down",
    { limit: 2, prefix: "a#", after: "c", newestFirst: true },
    ["a#3", "a#2"],
  ],
  ["up to a key, itself included", { limit: 50, upTo: "a#3" }, ["a#1", "a#2", "a#3"]],
  ["up to a key that is not there", { limit: 50, upTo: "a#2x" }, ["a#1", "a#2"]],
  ["after one key and up to another", { limit: 50, after: "a#1", upTo: "b#1" }, ["a#2", "a#3", "b#1"]],
  ["nothing between crossed bounds", { limit: 50, after: "b#1", upTo: "a#1" }, []],
  ["a prefix up to a key beyond it", { limit: 50, prefix: "a#", upTo: "c" }, ["a#1", "a#2", "a#3"]],
];

onBothDatabases("what a listing shows", (items) => {
  beforeAll(async () => {
    for (const name of [...NAMES].sort(() => 0.5 - Math.random())) {
      await items().write({
        put: { pk: "listed", sk: name, gpk: "indexed", gsk: name, value: `is ${name}` },
      });
      await items().write({ put: { pk: "listed too", sk: name } });
    }
  });

  it.each(ranges)("under a key: %s", async (_, range, names) => {
    const found = await items().list("listed", range);
    expect(found.map(({ sk }) => sk)).toEqual(names);
    expect(found.every(({ sk, value }) => value === `is ${sk}`)).toBe(true);
  });

  it.each(ranges)("over the index: %s", async (_, range, names) => {
    const found = await items().listIndex("indexed", range);
    expect(found.map(({ gsk }) => gsk)).toEqual(names);
    expect(found.every(({ pk, sk, gsk }) => pk === "listed" && sk === gsk)).toBe(true);
  });

  it("finds nothing under a key nobody wrote", async () => {
    expect(await items().list("unlisted", { limit: 10 })).toEqual([]);
    expect(await items().listIndex("unlisted", { limit: 10 })).toEqual([]);
  });

  it("walks every item once, page by page, in both directions", async () => {
    for (const newestFirst of [false, true]) {
      const seen: string[] = [];
      for (let after: string | undefined; ; after = seen.at(-1)) {
        const page = await items().list("listed", { limit: 2, newestFirst, ...(after && { after }) });
        if (page.length === 0) break;
        seen.push(...page.map(({ sk }) => sk));
      }
      expect(seen).toEqual(newestFirst ? DESCENDING : ASCENDING);
    }
  });

  describe("the index", () => {
    const key = { pk: "moving", sk: "item" };
    const places = async () => {
      const found = await Promise.all(["one", "two"].map((gpk) => items().listIndex(gpk, { limit: 9 })));
      return found.map((page) => page.length);
    };

    it("follows an item that moves, and forgets one that leaves it", async () => {
      await items().write({ put: { ...key, gpk: "one", gsk: "x" } });
      expect(await places()).toEqual([1, 0]);
      await items().write({ update: key, set: { gpk: "two" } });
      expect(await places()).toEqual([0, 1]);
      await items().write({ update: key, drop: ["gpk", "gsk"] });
      expect(await places()).toEqual([0, 0]);
      await items().write({ update: key, set: { gpk: "two", gsk: "y" } });
      await items().write({ remove: key });
      expect(await places()).toEqual([0, 0]);
    });

    it("fills a page past items that share one place", async () => {
      for (const sk of ["1", "2", "3", "4"]) {
        await items().write({ put: { pk: "shared", sk, gpk: "shared", gsk: sk === "1" ? "a" : "b" } });
      }
      const found = await items().listIndex("shared", { limit: 1, after: "b", newestFirst: true });
      expect(found.map(({ sk }) => sk)).toEqual(["1"]);
    });
  });

  it("fills a page whose items are too large for one answer", async () => {
    const text = "x".repeat(300_000);
    await Promise.all(
      [1, 2, 3, 4, 5].map((n) => items().write({ put: { pk: "large", sk: String(n), text } })),
    );
    const found = await items().list("large", { limit: 5 });
    expect(found.map(({ sk }) => sk)).toEqual(["1", "2", "3", "4", "5"]);
  });
});
