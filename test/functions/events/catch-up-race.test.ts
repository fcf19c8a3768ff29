import { describe, expect, it } from "vitest";
import type { Items } from "../../../shared/store/items.ts";
import { eventOf } from "../../support/events.ts";
import { membersWorld } from "../../support/members-world.ts";

/** Something else happens once, right before or right after the first call of that kind that touches the partition. */
interface Meanwhile {
  when: "before" | "after";
  call: "writeAll" | "list" | "write";
  pk: RegExp;
}

const start = async ({ when, call, pk }: Meanwhile, what: (world: World) => Promise<unknown>) => {
  let world: World | undefined;
  let armed = false;
  const around = async <T>(name: Meanwhile["call"], keys: string[], run: () => Promise<T>): Promise<T> => {
    const hit = armed && name === call && keys.some((key) => pk.test(key));
    if (hit) armed = false;
    if (hit && when === "before") await what(world!);
    const result = await run();
    if (hit && when === "after") await what(world!);
    return result;
  };
  const pkOf = (change: Parameters<Items["write"]>[0]): string =>
    "put" in change ? change.put.pk : "update" in change ? change.update.pk : change.remove.pk;
  world = await membersWorld((items) => ({
    ...items,
    write: (change) => around("write", [pkOf(change)], () => items.write(change)),
    writeAll: (changes) => around("writeAll", changes.map(pkOf), () => items.writeAll(changes)),
    list: (partition, range) => around("list", [partition], () => items.list(partition, range)),
  }));
  await world.happen(eventOf(1, "first"));
  armed = true;
  return world;
};
type World = Awaited<ReturnType<typeof membersWorld>>;

const second = (world: World) => world.happen(eventOf(1, "second"));
const drain = (world: World) => world.drain();
const follow = (world: World) => world.follow("a", 1, 0);

describe("an event that happens while a member catches up comes once, in its place", () => {
  it.each<[string, Meanwhile, (world: World) => Promise<unknown>, (world: World) => Promise<unknown>]>([
    [
      "before the connection is known to follow",
      { when: "before", call: "writeAll", pk: /^follower#/ },
      second,
      follow,
    ],
    [
      "after it is, before it is woken",
      { when: "after", call: "writeAll", pk: /^follower#/ },
      second,
      follow,
    ],
    [
      "and its past is sent before it is woken for it",
      { when: "after", call: "writeAll", pk: /^follower#/ },
      async (world) => {
        await second(world);
        await world.drain();
      },
      follow,
    ],
    [
      "and the connection begins to follow after the event is stored, before its followers are looked for",
      { when: "before", call: "list", pk: /^followers#/ },
      follow,
      second,
    ],
    [
      "and the connection begins to follow and is sent its past, before or after its followers were looked for",
      { when: "after", call: "list", pk: /^followers#/ },
      async (world) => {
        await follow(world);
        await world.drain();
      },
      second,
    ],
    [
      "and whoever sends is at work before the connection is known to follow",
      { when: "before", call: "writeAll", pk: /^follower#/ },
      drain,
      async (world) => {
        await second(world);
        await follow(world);
      },
    ],
    [
      "and the connection begins to follow after nobody was found",
      { when: "after", call: "list", pk: /^followers#/ },
      follow,
      second,
    ],
  ])("%s", async (_, meanwhile, other, main) => {
    const world = await start(meanwhile, other);
    await main(world);
    for (const _ of [1, 2]) await drain(world);
    expect(world.seqs("a")).toEqual([1, 2]);
  });

  it.each(["before", "after"] as const)("%s its past is read", async (when) => {
    const world = await start({ when, call: "list", pk: /^events#/ }, second);
    await world.follow("a", 1, 0);
    // The second wake came while the first was worked.
    for (const _ of [1, 2]) await world.drain();
    expect(world.seqs("a")).toEqual([1, 2]);
  });

  it("and again what was sent when nobody could note how far the connection is, without a gap", async () => {
    let fails = true;
    const world = await membersWorld((items) => ({
      ...items,
      write: async (change) => {
        if (fails && "update" in change && change.set?.sent === 2) {
          fails = false;
          throw new Error("the database is away");
        }
        return items.write(change);
      },
    }));
    await world.happen(eventOf(1, "a"), eventOf(1, "b"));
    await world.follow("a", 1, 0);
    await world.drain();
    await world.happen(eventOf(1, "c"));
    await world.drain();
    expect(world.seqs("a")).toEqual([1, 2, 1, 2, 3]);
  });
});
