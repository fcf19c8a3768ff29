import { describe, expect, it } from "vitest";
import type { Event } from "../../shared/domain/event.ts";
import { eventStore, recordEvent } from "../../shared/store/events.ts";
import { onBothDatabases } from "./backends.ts";
import { NOW, nextId, nextWhole } from "./store-fixtures.ts";

const eventOf = (organization_id: number, id = nextId()): Event => ({
  id,
  type: "message.incoming",
  organization_id,
  conversation_id: 7,
  is_note: false,
  is_final: true,
  at: NOW.toISOString(),
  data: { id },
});

onBothDatabases("an event's place among those of its organization", (items) => {
  const record = (event: Event) => recordEvent(items(), () => NOW)(event);
  const rows = (organization: number) => eventStore(items()).after(organization, 0, 100);

  describe("when several recorders work at once", () => {
    it("is its own, without a gap", async () => {
      const organization = nextWhole();
      const given = await Promise.all([1, 2, 3, 4, 5].map(() => record(eventOf(organization))));
      expect(given.map(({ seq }) => seq).sort()).toEqual([1, 2, 3, 4, 5]);
      expect((await rows(organization)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    });

    it("is one, however often the event is told", async () => {
      const organization = nextWhole();
      const event = eventOf(organization);
      const given = await Promise.all([1, 2, 3].map(() => record(event)));
      expect(given).toEqual([1, 2, 3].map(() => ({ seq: 1, ...event })));
      expect(await rows(organization)).toEqual([{ seq: 1, ...event }]);
    });
  });

  it("is another organization's too, even for the same id", async () => {
    const [one, other] = [nextWhole(), nextWhole()];
    for (const organization of [one, other]) await record(eventOf(organization, "same"));
    expect([await rows(one), await rows(other)]).toMatchObject([[{ seq: 1 }], [{ seq: 1 }]]);
  });

  it("is forgotten with the event after 30 days, the count never", async () => {
    const organization = nextWhole();
    await record(eventOf(organization, "kept"));
    const stored = await items().read([
      { pk: `events#${organization}`, sk: "event#0000000000000001" },
      { pk: `event#${organization}#kept`, sk: "seq" },
      { pk: `events#${organization}`, sk: "count" },
    ]);
    const until = NOW.getTime() / 1000 + 30 * 86_400;
    expect(stored.map((item) => item?.ttl)).toEqual([until, until, undefined]);
    expect(stored[2]).toMatchObject({ seq: 1 });
  });
});
