import { expect, it } from "vitest";
import type { Item, Update } from "../../shared/store/items.ts";
import { onBothDatabases } from "./backends.ts";

/** Some of DynamoDB's 573 reserved words: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html */
const RESERVED = ["name", "status", "size", "order", "group", "values", "set", "add", "remove", "and", "ttl"];

onBothDatabases("what a write leaves", (items) => {
  let made = 0;
  const fresh = (): { pk: string; sk: string } => {
    made += 1;
    return { pk: "left", sk: `item ${made}` };
  };
  const after = async (before: Omit<Item, "pk" | "sk">, change: Omit<Update, "update">): Promise<unknown> => {
    const key = fresh();
    await items().write({ put: { ...key, ...before } });
    const written = await items().write({ update: key, ...change });
    const [stored] = await items().read([key]);
    expect(written).toEqual({ ok: true, item: stored });
    const { pk: _, sk: __, ...rest } = stored!;
    return rest;
  };

  it("sets an attribute, new or old, and leaves the rest", async () => {
    expect(await after({ a: 1, b: 2 }, { set: { b: 3, c: [1, { d: "e" }] } })).toEqual({
      a: 1,
      b: 3,
      c: [1, { d: "e" }],
    });
  });

  it("keeps what was there first", async () => {
    expect(await after({ a: "first" }, { keep: { a: "second", b: "second" } })).toEqual({
      a: "first",
      b: "second",
    });
  });

  it("keeps a null and an empty text that were there first", async () => {
    expect(await after({ a: null, b: "" }, { keep: { a: 1, b: 1 } })).toEqual({ a: null, b: "" });
  });

  it("adds to a number, starting at 0, and takes away", async () => {
    expect(await after({ a: 1.5 }, { add: { a: 2, b: 5, c: -1 } })).toEqual({ a: 3.5, b: 5, c: -1 });
  });

  it("appends to a list, starting at an empty one", async () => {
    expect(await after({ a: ["x"] }, { append: { a: ["y", { z: 1 }], b: ["new"], c: [] } })).toEqual({
      a: ["x", "y", { z: 1 }],
      b: ["new"],
      c: [],
    });
  });

  it("drops an attribute, there or not", async () => {
    expect(await after({ a: 1, b: 2 }, { drop: ["a", "missing"] })).toEqual({ b: 2 });
  });

  it("does all of it in one write", async () => {
    const before = { a: 1, b: 1, c: 1, d: [1], e: 1 };
    const change = { set: { a: 2 }, keep: { b: 2, f: 2 }, add: { c: 2 }, append: { d: [2] }, drop: ["e"] };
    expect(await after(before, change)).toEqual({ a: 2, b: 1, c: 3, d: [1, 2], f: 2 });
  });

  it("takes an undefined value for no change", async () => {
    const change = { set: { a: undefined, b: 2 }, keep: { c: undefined }, append: {} };
    expect(await after({ a: 1 }, change)).toEqual({ a: 1, b: 2 });
  });

  it("an update of nothing still makes the item, in a transaction too", async () => {
    const [one, other] = [fresh(), fresh()];
    expect(await items().write({ update: one })).toEqual({ ok: true, item: one });
    expect(await items().writeAll([{ update: other }])).toBe(true);
    expect(await items().read([one, other])).toEqual([one, other]);
  });

  it("an update of an absent item makes it", async () => {
    const key = fresh();
    const written = await items().write({ update: key, set: { a: 1 }, keep: { b: 2 }, add: { c: 3 } });
    expect(written).toEqual({ ok: true, item: { ...key, a: 1, b: 2, c: 3 } });
  });

  it("a put leaves nothing of what was there", async () => {
    const key = fresh();
    await items().write({ put: { ...key, a: 1, b: 2 } });
    await items().write({ put: { ...key, b: 3 } });
    expect(await items().read([key])).toEqual([{ ...key, b: 3 }]);
  });

  it("gives back every value as it was put", async () => {
    const key = fresh();
    const values = {
      unicode: "Ünïcödé 👩‍👩‍👧 \u0000 \u{10ffff} العربية",
      empty: { list: [], map: {}, text: "" },
      nested: { list: [[1, [2]], { a: null }], flag: false },
      numbers: [0, -1, 1.5, 1e21, 1e-7, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER],
      "a.dotted name": 1,
      "#0": "a placeholder's name",
    };
    await items().write({ put: { ...key, ...values, absent: undefined } });
    expect(await items().read([key])).toStrictEqual([{ ...key, ...values }]);
  });

  it("changes and guards 120 attributes at once, reserved words among them", async () => {
    const names = [...RESERVED, ...Array.from({ length: 109 }, (_, n) => `p${n}_fact`)];
    const values = Object.fromEntries(names.map((name, n) => [name, n]));
    const guard = Object.fromEntries(names.map((name) => [name, "absent" as const]));
    const key = fresh();
    expect(await items().write({ update: key, set: values, if: guard })).toEqual({
      ok: true,
      item: { ...key, ...values },
    });
    const again = await items().write({ update: key, set: { more: 1 }, if: guard });
    expect(again).toEqual({ ok: false, current: { ...key, ...values } });
  });
});
