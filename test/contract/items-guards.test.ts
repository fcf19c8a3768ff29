import { expect, it } from "vitest";
import { ABSENT, type Guard, type Items, PRESENT } from "../../shared/store/items.ts";
import { onBothDatabases } from "./backends.ts";

onBothDatabases("what must hold for a write", (items) => {
  const kept = { pk: "kept", sk: "one", name: "Ada", count: 3, on: true, empty: "", nothing: null };
  const target = async (): Promise<Items> => {
    await items().write({ put: kept });
    return items();
  };

  const cases: [string, Guard, boolean][] = [
    ["an attribute is not there", { other: "absent" }, true],
    ["an attribute that is there is not", { name: "absent" }, false],
    ["an attribute is there", { name: "present" }, true],
    ["an attribute that is not there is", { other: "present" }, false],
    ["an empty text counts as there", { empty: "present" }, true],
    ["a null counts as there", { nothing: "present" }, true],
    ["a text is equal", { name: { equals: "Ada" } }, true],
    ["a text is not equal", { name: { equals: "ada" } }, false],
    ["a number is equal", { count: { equals: 3 } }, true],
    ["a number never equals its digits", { count: { equals: "3" } }, false],
    ["a boolean is equal", { on: { equals: true } }, true],
    ["nothing equals what is not there", { other: { equals: "" } }, false],
    ["a number is below", { count: { below: 4 } }, true],
    ["a number is not below itself", { count: { below: 3 } }, false],
    ["a text is below", { name: { below: "Adb" } }, true],
    ["a text is not below", { name: { below: "Ada" } }, false],
    ["what is absent is below everything", { other: { below: "" } }, true],
    ["all of several hold", { name: { equals: "Ada" }, count: { below: 9 }, other: "absent" }, true],
    ["one of several does not", { name: { equals: "Ada" }, count: { below: 1 } }, false],
    ["no guard at all", {}, true],
  ];

  it.each(cases)("an update asks whether %s", async (_, guard, holds) => {
    const db = await target();
    const written = await db.write({ update: { pk: "kept", sk: "one" }, set: { seen: 1 }, if: guard });
    expect(written).toEqual(holds ? { ok: true, item: { ...kept, seen: 1 } } : { ok: false, current: kept });
    expect(await db.read([kept])).toEqual([holds ? { ...kept, seen: 1 } : kept]);
  });

  it.each(cases)("a put asks whether %s", async (_, guard, holds) => {
    const db = await target();
    const item = { pk: "kept", sk: "one", replaced: true };
    expect(await db.write({ put: item, if: guard })).toEqual(
      holds ? { ok: true, item } : { ok: false, current: kept },
    );
    expect(await db.read([kept])).toEqual([holds ? item : kept]);
  });

  it.each(cases)("a removal asks whether %s", async (_, guard, holds) => {
    const db = await target();
    expect(await db.write({ remove: { pk: "kept", sk: "one" }, if: guard })).toEqual(
      holds ? { ok: true, item: undefined } : { ok: false, current: kept },
    );
    expect(await db.read([kept])).toEqual([holds ? undefined : kept]);
  });

  it.each(cases)("a transaction asks whether %s", async (_, guard, holds) => {
    const db = await target();
    const update = { update: { pk: "kept", sk: "one" }, set: { seen: 1 }, if: guard };
    expect(await db.writeAll([update])).toBe(holds);
    expect(await db.read([kept])).toEqual([holds ? { ...kept, seen: 1 } : kept]);
  });

  it("creates once: the second put of a new item is told of the first", async () => {
    const first = { pk: "created", sk: "once", by: "first" };
    expect(await items().write({ put: first, if: ABSENT })).toEqual({ ok: true, item: first });
    expect(await items().write({ put: { ...first, by: "second" }, if: ABSENT })).toEqual({
      ok: false,
      current: first,
    });
  });

  it("never makes an item out of an update that needs one", async () => {
    const key = { pk: "never", sk: "made" };
    expect(await items().write({ update: key, set: { a: 1 }, if: PRESENT })).toEqual({
      ok: false,
      current: undefined,
    });
    expect(await items().read([key])).toEqual([undefined]);
  });

  it("removes what is not there without a word", async () => {
    expect(await items().write({ remove: { pk: "never", sk: "there" } })).toEqual({
      ok: true,
      item: undefined,
    });
  });

  it("lets exactly one of fifty claims of the same thing win", async () => {
    const claims = await Promise.all(
      Array.from({ length: 50 }, (_, by) =>
        items().write({ put: { pk: "claimed", sk: "by many", by }, if: ABSENT }),
      ),
    );
    const [winner, ...others] = claims.filter(({ ok }) => ok);
    expect(others).toEqual([]);
    const [stored] = await items().read([{ pk: "claimed", sk: "by many" }]);
    expect(winner).toEqual({ ok: true, item: stored });
    expect(claims.filter(({ ok }) => !ok)).toEqual(Array(49).fill({ ok: false, current: stored }));
  });

  it("lets exactly one of many that saw the same number move it on", async () => {
    const key = { pk: "turn", sk: "counter" };
    await items().write({ put: { ...key, seq: 7 } });
    const moved = await Promise.all(
      Array.from({ length: 20 }, () =>
        items().write({ update: key, set: { seq: 8 }, if: { seq: { equals: 7 } } }),
      ),
    );
    expect(moved.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it("counts every one of many additions at the same moment", async () => {
    const key = { pk: "added", sk: "counter" };
    await Promise.all(Array.from({ length: 30 }, () => items().write({ update: key, add: { count: 2 } })));
    expect(await items().read([key])).toEqual([{ ...key, count: 60 }]);
  });
});
