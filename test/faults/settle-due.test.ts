import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { statusOf } from "../../shared/domain/delivery.ts";
import { Database } from "../../shared/embedded/database.ts";
import { ITEMS_SCHEMA, sqliteItems } from "../../shared/embedded/items.ts";
import { dueStore } from "../../shared/store/due.ts";
import { Client } from "./client.ts";
import type { Fault, Trouble } from "./instance.ts";
import { quietLog } from "./quiet.ts";
import { World } from "./world.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

quietLog();
let database: Database;
let world: World;
let client: Client;
beforeEach(async () => {
  database = new Database(undefined, ITEMS_SCHEMA);
  world = await World.over(sqliteItems(database));
  client = new Client(world);
});
afterEach(() => database.close());

const at = (call: string, fault: Fault, times = 1): Trouble => ({
  at: (name) => name === call,
  fault,
  times,
});
const openCall = at("exchange", { kind: "ends", when: "after" });

const statuses = () => [...world.watch.states.values()].map(statusOf);
const failures = () =>
  [...world.watch.states.values()].flatMap(({ parts }) =>
    parts.flatMap(({ facts }) => facts.failed?.failure?.code ?? facts.lost?.failure?.code ?? []),
  );

/** What happens by itself, once: the queue's worker runs, and two minutes later what settles. */
const round = async (): Promise<void> => {
  await world.deliver();
  world.clock.ms += 2 * MINUTE;
  await world.settle();
};

describe("within two rounds, and without anybody's help, a message ends", () => {
  it("that is queued and was never stored", async () => {
    await client.say(11, 1, false, at("write message", { kind: "throws" }));
    expect(world.watch.messages.size).toBe(0);
    await round();
    expect([statuses(), world.watch.messages.size]).toEqual([["sent"], 1]);
  });

  it("that waited in the queue for more than a day", async () => {
    await client.say(11, 2);
    world.clock.ms += DAY + 1;
    await round();
    expect([statuses(), failures()]).toEqual([["failed"], ["expired"]]);
    expect(world.provider.heard).toEqual([]);
  });

  it("whose call was open when its worker ended, a day and more ago", async () => {
    await client.say(11);
    await world.deliver(openCall);
    expect(statuses()).toEqual(["sending"]);
    for (let waited = 0; waited <= DAY; waited += DAY / 24) {
      world.clock.ms += DAY / 24;
      await world.settle();
    }
    await round();
    await round();
    expect([statuses(), failures()]).toEqual([["failed"], ["outcome_unknown"]]);
    expect(world.provider.heard).toHaveLength(1);
  });

  it("whose outcome nobody told for two minutes", async () => {
    await client.say(11);
    await world.deliver(at("exchange", { kind: "throws" }));
    expect(statuses()).toEqual(["unknown"]);
    world.clock.ms += 2 * MINUTE - 1;
    await world.settle();
    expect(statuses()).toEqual(["unknown"]);
    world.clock.ms += 1;
    await world.settle();
    expect([statuses(), failures()]).toEqual([["failed"], ["outcome_unknown"]]);
  });

  it.each([
    ["behind", -5 * MINUTE],
    ["ahead of", 5 * MINUTE],
  ])("whose worker's clock is five minutes %s that of who settles", async (_, skew) => {
    await client.say(11);
    world.clock.ms += skew;
    await world.deliver(at("exchange", { kind: "throws" }));
    expect(statuses()).toEqual(["unknown"]);
    world.clock.ms -= skew;
    for (let minute = 0; minute < 2 + Math.max(0, skew / MINUTE); minute += 1) {
      world.clock.ms += MINUTE;
      await world.settle();
    }
    expect([statuses(), failures()]).toEqual([["failed"], ["outcome_unknown"]]);
  });

  it("whose settling ended between its look and its write", async () => {
    await client.say(11);
    await world.deliver(at("exchange", { kind: "throws" }));
    world.clock.ms += 2 * MINUTE;
    await world.settle(at("write outcome", { kind: "ends", when: "before" }));
    expect(statuses()).toEqual(["unknown"]);
    await world.settle();
    expect([statuses(), failures()]).toEqual([["failed"], ["outcome_unknown"]]);
  });
});

it("a due entry of a message that does not exist makes none, and is gone after one round", async () => {
  const due = dueStore(world.items);
  await due.schedule({ conversation_id: 11, message_id: "01jd0000000000000000000001", part: 0 }, world.now());
  await client.say(12);
  await world.deliver(at("exchange", { kind: "throws" }));
  world.clock.ms += 2 * MINUTE;
  await world.settle();
  expect(statuses()).toEqual(["failed"]);
  expect(world.watch.states.size).toBe(1);
  expect(await due.take(world.now(), 100)).toEqual([]);
});
