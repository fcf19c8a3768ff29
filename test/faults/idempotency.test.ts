import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { Database } from "../../shared/embedded/database.ts";
import { ITEMS_SCHEMA, sqliteItems } from "../../shared/embedded/items.ts";
import type { Asked } from "../support/calls.ts";
import type { Trouble } from "./instance.ts";
import { keyOf } from "./people.ts";
import { quietLog } from "./quiet.ts";
import { drain } from "./recover.ts";
import { type Replied, World } from "./world.ts";

const HOUR = 3_600_000;

quietLog();
let database: Database;
let world: World;
beforeEach(async () => {
  database = new Database(undefined, ITEMS_SCHEMA);
  world = await World.over(sqliteItems(database));
});
afterEach(() => database.close());

const ask = async (key: string | undefined, text = "Hello", trouble?: Trouble): Promise<Replied> => {
  const asked: Asked = {
    key: keyOf(1),
    body: { conversation_id: 11, message_text: text },
    ...(key !== undefined && { headers: { "idempotency-key": key } }),
  };
  const { rest } = await world.post(asked, trouble);
  if (!("done" in rest)) throw new Error("Nothing was answered");
  return rest.done;
};
const calls = () => world.provider.heard.length;
const stored = () => world.watch.messages.size;

describe("a message asked for again with its key reaches the contact once", () => {
  it.each([23, 25, 47])("%d hours later", async (hours) => {
    const first = await ask("k");
    await drain(world);
    world.clock.ms += hours * HOUR;
    const again = await ask("k");
    await drain(world);
    expect([again.status, again.body.id, again.body.status]).toEqual([201, first.body.id, "sent"]);
    expect([stored(), calls()]).toEqual([1, 1]);
  });

  it("after a first request whose queue could not be reached, which promised nothing", async () => {
    const first = await ask("k", "Hello", { at: (name) => name === "enqueue", fault: { kind: "throws" } });
    expect([first.status, stored()]).toEqual([503, 0]);
    world.clock.ms += 30_000;
    expect((await ask("k")).status).toBe(201);
    await drain(world);
    expect([stored(), calls()]).toEqual([1, 1]);
  });

  it("after a first request whose queue took it and did not say so", async () => {
    const fault = { kind: "does it and throws" } as const;
    const first = await ask("k", "Hello", { at: (name) => name === "enqueue", fault });
    await drain(world);
    world.clock.ms += 30_000;
    const again = await ask("k");
    await drain(world);
    expect([first.status, again.status, stored(), calls()]).toEqual([503, 201, 1, 1]);
  });

  it("fifty times at once, and delivered meanwhile", async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask("k")));
    await drain(world);
    expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
    const ids = answers.filter(({ status }) => status === 201).map(({ body }) => body.id);
    expect([new Set(ids).size, stored(), calls()]).toEqual([1, 1, 1]);
  });

  it("while its unknown outcome is settled: the answer tells what is known", async () => {
    const first = await ask("k");
    await world.deliver({ at: (name) => name === "exchange", fault: { kind: "throws" } });
    world.clock.ms += 120_000;
    const settling = await world.settle({
      at: (name) => name === "write outcome",
      fault: { kind: "stalls", when: "before" },
    });
    const during = await ask("k");
    await settling.instance.resume();
    const after = await ask("k");
    await drain(world);
    expect([during, after].map(({ body }) => [body.id, body.status])).toEqual([
      [first.body.id, "unknown"],
      [first.body.id, "failed"],
    ]);
    expect([stored(), world.provider.begun.size]).toEqual([1, 1]);
  });
});

describe("a key", () => {
  it("is another one two days later: its window closed, the old answer is not given", async () => {
    await ask("k");
    await drain(world);
    world.clock.ms += 49 * HOUR;
    expect((await ask("k")).status).toBe(422);
    expect([stored(), calls()]).toEqual([1, 1]);
  });

  it.each([
    ["of 256 characters", "k".repeat(256)],
    ["that is empty", ""],
  ])("%s is refused, and nothing is promised", async (_, key) => {
    expect((await ask(key)).status).toBe(400);
    expect([stored(), world.fifo.size]).toEqual([0, 0]);
  });

  it("of 255 characters is one", async () => {
    const key = "k".repeat(255);
    const [first, again] = [await ask(key), await ask(key)];
    expect([first.body.id === again.body.id, stored(), world.fifo.size]).toEqual([true, 1, 1]);
  });

  it("that is not given makes each request a message of its own", async () => {
    await ask(undefined);
    await ask(undefined);
    await drain(world);
    expect([stored(), calls()]).toEqual([2, 2]);
  });
});
