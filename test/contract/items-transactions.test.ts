import { expect, it } from "vitest";
import { ABSENT, PRESENT } from "../../shared/store/items.ts";
import { onBothDatabases } from "./backends.ts";

onBothDatabases("several items at once", (items) => {
  const key = (sk: string) => ({ pk: "together", sk });

  it("are read in the order they were asked for, absent ones in their place", async () => {
    await items().write({ put: { ...key("read a"), n: 1 } });
    await items().write({ put: { ...key("read b"), n: 2 } });
    const asked = [
      key("read b"),
      key("missing"),
      key("read a"),
      key("read b"),
      { pk: "nowhere", sk: "read a" },
    ];
    const [b, a] = [
      { ...key("read b"), n: 2 },
      { ...key("read a"), n: 1 },
    ];
    expect(await items().read(asked)).toEqual([b, undefined, a, b, undefined]);
    expect(await items().read([])).toEqual([]);
  });

  it("are read though there are more than one call carries", async () => {
    const many = Array.from({ length: 130 }, (_, n) => key(`many ${n}`));
    await Promise.all(many.map((one) => items().write({ put: one })));
    expect(await items().read(many)).toEqual(many);
  });

  it("are never mixed up by keys that look alike when joined", async () => {
    await items().write({ put: { pk: "a", sk: "b#c", which: 1 } });
    await items().write({ put: { pk: "a#b", sk: "c", which: 2 } });
    const found = await items().read([
      { pk: "a#b", sk: "c" },
      { pk: "a", sk: "b#c" },
    ]);
    expect(found.map((item) => item?.which)).toEqual([2, 1]);
  });

  it("are all written when every guard holds", async () => {
    await items().write({ put: { ...key("old"), n: 1 } });
    await items().write({ put: key("gone") });
    const done = await items().writeAll([
      { put: { ...key("new"), n: 1 }, if: ABSENT },
      { update: key("old"), add: { n: 1 }, append: { log: ["x"] }, if: PRESENT },
      { remove: key("gone"), if: PRESENT },
      { update: key("made"), keep: { first: true } },
    ]);
    expect(done).toBe(true);
    expect(await items().read([key("new"), key("old"), key("gone"), key("made")])).toEqual([
      { ...key("new"), n: 1 },
      { ...key("old"), n: 2, log: ["x"] },
      undefined,
      { ...key("made"), first: true },
    ]);
  });

  it.each([0, 1, 2])("none is written when guard %i does not hold", async (failing) => {
    const names = ["x", "y", "z"].map((name) => key(`${name} ${failing}`));
    await items().write({ put: { ...names[failing]!, here: true } });
    const done = await items().writeAll(names.map((name) => ({ put: { ...name, new: true }, if: ABSENT })));
    expect(done).toBe(false);
    const stored = await items().read(names);
    expect(stored.map((item) => item?.new)).toEqual([undefined, undefined, undefined]);
    expect(stored[failing]).toEqual({ ...names[failing]!, here: true });
  });

  it("let exactly one of many writers take two things at once", async () => {
    const took = await Promise.all(
      Array.from({ length: 20 }, (_, by) =>
        items().writeAll([
          { put: { ...key("address"), by }, if: ABSENT },
          { put: { ...key("user id"), by }, if: ABSENT },
        ]),
      ),
    );
    expect(took.filter(Boolean)).toHaveLength(1);
    const [address, userId] = await items().read([key("address"), key("user id")]);
    expect(address?.by).toBe(took.indexOf(true));
    expect(userId?.by).toBe(address?.by);
  });

  it("count every one of many transactions at the same moment", async () => {
    const done = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        items().writeAll([
          { update: key("total"), add: { n: 1 } },
          { put: key(`entry ${n}`), if: ABSENT },
        ]),
      ),
    );
    expect(done).toEqual(Array(20).fill(true));
    expect(await items().read([key("total")])).toEqual([{ ...key("total"), n: 20 }]);
  });
});
