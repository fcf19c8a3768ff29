import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Database } from "../../../shared/embedded/database.ts";
import { sqliteEvents } from "../../../shared/embedded/events.ts";
import { forgetExpired, ITEMS_SCHEMA, sqliteItems } from "../../../shared/embedded/items.ts";
import { messageStore } from "../../../shared/store/messages.ts";
import { noteOf } from "../../contract/store-fixtures.ts";

const START = new Date("2026-03-01T09:00:00.000Z");
const DAY = 86_400_000;

let database: Database;
let clock: Date;
const later = (days: number) => new Date(START.getTime() + days * DAY);
const items = () => sqliteItems(database, () => clock);
const note = (organization_id = 1) => messageStore(items()).addNote({ ...noteOf(7), organization_id });
const seqs = async (organization = 1) =>
  (await sqliteEvents(database).after(organization, 0, 100)).map(({ seq }) => seq);

beforeEach(() => {
  database = new Database(undefined, ITEMS_SCHEMA);
  clock = START;
});
afterEach(() => database.close());

describe("events on one machine", () => {
  it("have a place each, in the order of the changes, in each organization by itself", async () => {
    for (const organization of [1, 2, 1, 1, 2]) await note(organization);
    expect([await seqs(1), await seqs(2), await seqs(3)]).toEqual([[1, 2, 3], [1, 2], []]);
  });

  it("go with a change that is rolled back, and leave no gap", async () => {
    await note();
    await note();
    const fail = () =>
      database.write(() => {
        throw new Error("the disk is full");
      });
    // One commit of three calls: it is undone as a whole, and what did not fail runs again.
    const around = [note(), fail().catch(() => "failed"), note()];
    expect(await Promise.all(around)).toEqual([undefined, "failed", undefined]);
    expect(await seqs()).toEqual([1, 2, 3, 4]);
  });

  it("are not made by a write whose guard did not hold", async () => {
    const twice = noteOf(7);
    await messageStore(items()).addNote(twice);
    await messageStore(items()).addNote(twice);
    expect(await seqs()).toEqual([1]);
  });

  it("say when their change was stored", async () => {
    await note();
    expect(await sqliteEvents(database).after(1, 0, 1)).toMatchObject([{ at: START.toISOString() }]);
  });
});

describe("events that are older than 30 days", () => {
  it("are forgotten, in every organization, and younger ones are not", async () => {
    for (const organization of [1, 2]) await note(organization);
    clock = later(10);
    for (const organization of [1, 1, 2]) await note(organization);
    await forgetExpired(database, later(31));
    expect([await seqs(1), await seqs(2)]).toEqual([[2, 3], [2]]);
  });

  it("never take the count with them", async () => {
    await note();
    await note();
    await forgetExpired(database, later(400));
    clock = later(400);
    await note();
    expect(await seqs()).toEqual([2, 3]);
  });
});
