import { describe, expect, it } from "vitest";
import type { Event } from "../../shared/domain/event.ts";
import { eventStore } from "../../shared/store/events.ts";
import type { Items } from "../../shared/store/items.ts";
import { keys } from "../../shared/store/keys.ts";
import { recordEvents } from "../../shared/store/record-events.ts";
import { AT, eventOf as event } from "../support/events.ts";
import { asStrictAsDynamoDb } from "../support/strict-items.ts";
import { onBothDatabases } from "./backends.ts";
import { NOW, nextId, nextWhole } from "./store-fixtures.ts";

const eventOf = (organization: number, id = nextId(), more: Partial<Event> = {}) =>
  event(organization, id, more);
const second = (number: number) => new Date(NOW.getTime() + number * 1_000).toISOString();

onBothDatabases("an event's place among those of its organization", (items) => {
  const record = (...events: Event[]) => recordEvents(asStrictAsDynamoDb(items()), () => NOW)(events);
  const rows = (organization: number, after = 0, limit = 100) =>
    eventStore(items()).after(organization, after, limit);
  const seqs = (events: { seq: number }[]) => events.map(({ seq }) => seq);
  const upTo = (count: number, first = 1) => Array.from({ length: count }, (_, index) => first + index);

  describe("when several recorders work at once", () => {
    it("is its own, without a gap", async () => {
      const organization = nextWhole();
      const batches = upTo(5).map(() => [eventOf(organization), eventOf(organization)]);
      const given = await Promise.all(batches.map((batch) => record(...batch)));
      const sorted = seqs(given.flat()).sort((one, other) => one - other);
      expect(sorted).toEqual(upTo(10));
      for (const [one, other] of given) expect(other!.seq).toBe(one!.seq + 1);
      expect(seqs(await rows(organization))).toEqual(upTo(10));
    });

    it("is one, however often the event is told", async () => {
      const organization = nextWhole();
      const told = eventOf(organization);
      const given = await Promise.all([1, 2, 3].map(() => record(told)));
      expect(given).toEqual([1, 2, 3].map(() => [{ seq: 1, ...told }]));
      expect(await rows(organization)).toEqual([{ seq: 1, ...told }]);
    });

    it("is one even for a recorder that read its mark before and its count after another wrote both", async () => {
      const organization = nextWhole();
      const told = eventOf(organization);
      let meanwhile: (() => Promise<unknown>) | undefined = () => record(told);
      const late: Items = {
        ...items(),
        read: async ([count, ...marks]) => {
          const marked = await items().read(marks);
          await meanwhile?.();
          meanwhile = undefined;
          return [...(await items().read([count!])), ...marked];
        },
      };
      expect(await recordEvents(late, () => NOW)([told])).toEqual([{ seq: 1, ...told }]);
      expect(await rows(organization)).toHaveLength(1);
    });
  });

  describe("among those told together", () => {
    it("follows their order, over as many transactions as it takes", async () => {
      const organization = nextWhole();
      const events = upTo(250).map((number) => eventOf(organization, `e${number}`, { at: second(number) }));
      expect(seqs(await record(...events))).toEqual(upTo(250));
      const stored = [...(await rows(organization)), ...(await rows(organization, 100, 200))];
      expect(stored.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    });

    it("is kept by those that have theirs, in whatever batch they come again", async () => {
      const organization = nextWhole();
      const [a, b, c, d] = ["a", "b", "c", "d"].map((id, index) =>
        eventOf(organization, id, { at: second(index) }),
      ) as [Event, Event, Event, Event];
      await record(a, b);
      expect(await record(b, c)).toMatchObject([
        { seq: 2, id: "b" },
        { seq: 3, id: "c" },
      ]);
      const all = await record(d, c, b, a, a);
      expect(all.map(({ seq, id }) => [seq, id])).toEqual([
        [1, "a"],
        [2, "b"],
        [3, "c"],
        [4, "d"],
      ]);
      expect(await rows(organization)).toEqual(all);
    });

    it("stays where it is when the second transaction of a batch fails and all comes again", async () => {
      const organization = nextWhole();
      const events = upTo(100).map((number) => eventOf(organization, `e${number}`));
      let calls = 0;
      const failing: Items = {
        ...items(),
        writeAll: async (changes) => {
          calls += 1;
          if (calls === 2) throw new Error("the database is away");
          return items().writeAll(changes);
        },
      };
      await expect(recordEvents(failing, () => NOW)(events)).rejects.toThrow("away");
      expect(seqs(await rows(organization))).toEqual(upTo(90));
      expect(seqs(await record(...events))).toEqual(upTo(100));
    });

    it("leaves room for one of more than 256 KB", async () => {
      const organization = nextWhole();
      const large = eventOf(organization, "large", { data: { text: "Wörter 👋 ".repeat(30_000) } });
      await record(eventOf(organization, "before"), large, eventOf(organization, "after"));
      expect((await rows(organization)).map(({ id }) => id)).toEqual(["before", "large", "after"]);
      expect((await rows(organization, 1, 1))[0]!.data).toEqual(large.data);
    });
  });

  it("is where a reader goes on, in the middle of what was told together too", async () => {
    const organization = nextWhole();
    await record(...upTo(7).map(() => eventOf(organization)));
    for (const _ of upTo(15)) await record(eventOf(organization));
    expect(seqs(await rows(organization, 3, 2))).toEqual([4, 5]);
    expect(seqs(await rows(organization, 6, 4))).toEqual([7, 8, 9, 10]);
    expect(seqs(await rows(organization, 0, 100))).toEqual(upTo(22));
    expect(await rows(organization, 22)).toEqual([]);
  });

  it("is another organization's too, even for the same id", async () => {
    const [one, other] = [nextWhole(), nextWhole()];
    for (const organization of [one, other]) await record(eventOf(organization, "same"));
    expect([await rows(one), await rows(other)]).toMatchObject([[{ seq: 1 }], [{ seq: 1 }]]);
  });

  it("is read of a row that version 0.2 wrote, one event each", async () => {
    const organization = nextWhole();
    const old = eventOf(organization, "old");
    const row = { ...keys.eventPage(organization, 1), seq: 1, body: JSON.stringify(old) };
    await items().writeAll([{ put: row }, { put: { ...keys.eventCount(organization), seq: 1 } }]);
    await record(eventOf(organization, "new"));
    expect(await rows(organization)).toMatchObject([
      { seq: 1, ...old },
      { seq: 2, id: "new" },
    ]);
  });

  it("is forgotten with the event after 30 days, the count never", async () => {
    const organization = nextWhole();
    await record(eventOf(organization, "kept"));
    const stored = await items().read([
      { pk: `events#${organization}`, sk: "event#0000000000000001" },
      keys.eventMarks(organization, Date.parse(AT) / 1000),
      { pk: `events#${organization}`, sk: "count" },
    ]);
    const until = NOW.getTime() / 1000 + 30 * 86_400;
    expect(stored.map((item) => item?.ttl)).toEqual([until, until, undefined]);
    expect(stored[1]).toMatchObject({ kept: 1 });
    expect(stored[2]).toMatchObject({ seq: 1 });
  });
});
