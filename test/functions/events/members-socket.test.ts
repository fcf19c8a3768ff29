import { beforeEach, describe, expect, it } from "vitest";
import { eventOf } from "../../support/events.ts";
import { keyOf, membersWorld } from "../../support/members-world.ts";

let world: Awaited<ReturnType<typeof membersWorld>>;
let told = 0;
beforeEach(async () => {
  world = await membersWorld();
});

const upTo = (count: number, first = 1) => Array.from({ length: count }, (_, index) => first + index);
const happens = (count: number, organization = 1) =>
  world.happen(
    ...upTo(count).map(() => {
      told += 1;
      return eventOf(organization, `e${told}`);
    }),
  );

describe("a member's web socket on AWS", () => {
  it("brings what has happened, then what happens, in order and once each", async () => {
    await happens(60);
    await world.follow("a", 1, 0);
    await world.drain();
    expect(world.sockets.frames.get("a")![0]).toEqual({ type: "ready" });
    expect(world.seqs("a")).toEqual(upTo(60));
    for (const _ of upTo(3)) {
      await happens(2);
      await world.drain();
    }
    expect(world.seqs("a")).toEqual(upTo(66));
  });

  it("goes on behind the last event that a member has seen", async () => {
    await happens(5);
    await world.follow("a", 1, 3);
    await world.drain();
    expect(world.seqs("a")).toEqual([4, 5]);
  });

  it("brings an organization its own events only", async () => {
    await world.follow("a", 1, 0);
    await world.follow("b", 2, 0);
    await happens(2, 1);
    await happens(3, 2);
    await world.drain();
    expect([world.seqs("a"), world.seqs("b")]).toEqual([upTo(2), upTo(3)]);
    expect(world.sockets.frames.get("b")![1]!.event!.organization_id).toBe(2);
  });

  it.each([
    ["a key nobody has", { type: "auth", key: "nobodys" }, 4401],
    ["no key", { type: "catch_up", after_seq: 0 }, 4401],
    ["no frame", "hello", 4400],
    ["a place that is none", { type: "catch_up", after_seq: -1 }, 4400],
  ])("says why and is closed for %s", async (_, said, code) => {
    await happens(1);
    await world.connect("a");
    await world.say("a", said);
    await world.drain();
    expect(world.sockets.frames.get("a")).toMatchObject([{ type: "error", code }]);
    expect(world.sockets.closed).toEqual(["a"]);
    expect(await world.followers.of(1)).toEqual([]);
  });

  it("is closed when it follows from a second place, or comes with another organization's key", async () => {
    for (const [id, said] of [
      ["a", { type: "catch_up", after_seq: 3 }],
      ["b", { type: "auth", key: keyOf(2) }],
    ] as const) {
      await world.follow(id, 1, 0);
      await world.say(id, said);
    }
    expect(world.sockets.closed).toEqual(["a", "b"]);
    expect(await world.followers.of(1)).toEqual([]);
  });

  it("that has not shown a key is kept nowhere, and hears nothing", async () => {
    await world.connect("a");
    await happens(1);
    await world.drain();
    expect([world.seqs("a"), world.waiting, await world.followers.get("a")]).toEqual([[], [], undefined]);
  });

  it.each(["that went without a word", "that said so"])("%s is woken no more", async (how) => {
    await world.follow("a", 1, 0);
    await world.follow("b", 1, 0);
    await world.drain();
    if (how === "that said so") await world.disconnect("a");
    else world.sockets.gone.add("a");
    await happens(1);
    await world.drain();
    expect(await world.followers.of(1)).toEqual(["b"]);
    await happens(1);
    expect(world.waiting.map(({ id }) => id)).toEqual(["b"]);
    await world.drain();
    expect([world.seqs("a"), world.seqs("b")]).toEqual([[], [1, 2]]);
  });

  it("that takes nothing just now holds up only itself, and gets all of it later", async () => {
    await world.follow("a", 1, 0);
    await world.follow("b", 1, 0);
    await world.drain();
    world.sockets.busy.add("b");
    await happens(2);
    await world.drain();
    expect([world.seqs("a"), world.seqs("b")]).toEqual([[1, 2], []]);
    world.sockets.busy.delete("b");
    await world.drain();
    expect(world.seqs("b")).toEqual([1, 2]);
  });

  it("whose past is longer than one function's time gets it over several, each event once", async () => {
    await happens(200);
    await world.follow("a", 1, 0);
    // Time for none, then for some: what is left comes again at once.
    await world.drain(0);
    expect([world.seqs("a"), world.waiting.length, new Set(world.hidden)]).toEqual([[], 1, new Set([0])]);
    await world.drain();
    expect(world.seqs("a")).toEqual(upTo(200));
  });

  it("brings an event of more than a frame holds without its data, and says where that is read", async () => {
    await world.follow("a", 1, 0);
    await world.happen(eventOf(1, "large", { data: { text: "ö".repeat(70_000) } }));
    await world.drain();
    expect(world.sockets.frames.get("a")!.at(-1)!.event).toMatchObject({
      seq: 1,
      id: "large",
      data: null,
      data_at: "GET /events?after_seq=0&limit=1",
    });
  });
});
