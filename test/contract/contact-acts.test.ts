import { describe, expect, it } from "vitest";
import { conversationStore } from "../../shared/store/conversations.ts";
import { onBothDatabases } from "./backends.ts";
import { conversationOf, NOW, nextWhole } from "./store-fixtures.ts";

const MINUTE = 60_000;
/** So many minutes after `NOW`. */
const minute = (minutes: number): string => new Date(NOW.getTime() + minutes * MINUTE).toISOString();

onBothDatabases("what a contact does beside writing", (items) => {
  const store = () => conversationStore(items());
  const added = async () => {
    const one = conversationOf(1, { id: nextWhole() });
    await store().add(one);
    return one;
  };
  /** What is stored of a conversation beyond what it began with. */
  const learnt = async (begun: { id: number }) => {
    const known = new Set([...Object.keys(begun), "opt_at"]);
    const entries = Object.entries((await store().get(begun.id)) ?? {});
    return Object.fromEntries(entries.filter(([name]) => !known.has(name)));
  };

  describe("a click on an ad", () => {
    it("is remembered, the latest one, whatever order they come in", async () => {
      const one = await added();
      for (const at of [5, 9, 7]) await store().adClicked(one.id, minute(at));
      expect(await learnt(one)).toEqual({ ad_at: minute(9) });
    });

    it("is followed by one message, and by that one again when it comes again", async () => {
      const one = await added();
      await store().adClicked(one.id, minute(5));
      expect(await store().followsAd(one.id, minute(5), "m.1")).toBe(true);
      expect(await store().followsAd(one.id, minute(5), "m.2")).toBe(false);
      expect(await store().followsAd(one.id, minute(5), "m.1")).toBe(true);
      expect(await learnt(one)).toEqual({ ad_at: minute(5), ad_message: "m.1" });
    });

    it("that comes twice is still followed by the same message alone", async () => {
      const one = await added();
      await store().adClicked(one.id, minute(5));
      await store().followsAd(one.id, minute(5), "m.1");
      await store().adClicked(one.id, minute(5));
      expect(await store().followsAd(one.id, minute(5), "m.2")).toBe(false);
    });

    it("waits for a message anew when it is a later one; the earlier is followed no more", async () => {
      const one = await added();
      await store().adClicked(one.id, minute(5));
      await store().followsAd(one.id, minute(5), "m.1");
      await store().adClicked(one.id, minute(9));
      expect(await store().followsAd(one.id, minute(5), "m.1")).toBe(false);
      expect(await store().followsAd(one.id, minute(9), "m.3")).toBe(true);
    });

    it("is followed by one of two messages that come at once", async () => {
      const one = await added();
      await store().adClicked(one.id, minute(5));
      const both = ["m.1", "m.2"].map((id) => store().followsAd(one.id, minute(5), id));
      expect((await Promise.all(both)).filter(Boolean)).toHaveLength(1);
    });

    it("that nobody made is followed by no message", async () => {
      const one = await added();
      expect(await store().followsAd(one.id, minute(5), "m.1")).toBe(false);
      expect(await learnt(one)).toEqual({});
    });
  });

  describe("a word not to write any more", () => {
    it("is kept with its time, from the first such word on", async () => {
      const one = await added();
      await store().optOut(one.id, { scope: "all", at: minute(5) });
      await store().optOut(one.id, { scope: "all", at: minute(9) });
      expect(await learnt(one)).toEqual({ opted_out: { scope: "all", at: minute(5) } });
    });

    it("is taken back by a later one, and given again by one that is later still", async () => {
      const one = await added();
      await store().optOut(one.id, { scope: "all", at: minute(5) });
      await store().optIn(one.id, minute(7));
      expect(await learnt(one)).toEqual({});
      await store().optOut(one.id, { scope: "marketing", at: minute(9) });
      expect(await learnt(one)).toEqual({ opted_out: { scope: "marketing", at: minute(9) } });
    });

    it("said before the last one known changes nothing, though it comes late", async () => {
      const one = await added();
      await store().optIn(one.id, minute(7));
      await store().optOut(one.id, { scope: "all", at: minute(5) });
      expect(await learnt(one)).toEqual({});
      await store().optOut(one.id, { scope: "all", at: minute(9) });
      await store().optIn(one.id, minute(8));
      expect(await learnt(one)).toEqual({ opted_out: { scope: "all", at: minute(9) } });
    });

    it("at the same moment as the last one changes nothing: the first that came stands", async () => {
      const one = await added();
      await store().optOut(one.id, { scope: "all", at: minute(5) });
      await store().optIn(one.id, minute(5));
      expect(await learnt(one)).toEqual({ opted_out: { scope: "all", at: minute(5) } });
    });
  });

  it("is no reason to make a conversation that is not there", async () => {
    const id = nextWhole();
    await store().adClicked(id, minute(5));
    await store().optOut(id, { scope: "all", at: minute(5) });
    await store().optIn(id, minute(6));
    expect(await store().followsAd(id, minute(5), "m.1")).toBe(false);
    expect(await store().get(id)).toBeUndefined();
  });
});
