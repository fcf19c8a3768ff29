import { expect, it } from "vitest";
import { hashKey } from "../../shared/messaging/caller.ts";
import type { KnownTemplates } from "../../shared/messaging/template-ports.ts";
import { directory } from "../../shared/store/directory.ts";
import type { Items, Key } from "../../shared/store/items.ts";
import { reader } from "../../shared/store/reader.ts";
import { templateStore } from "../../shared/store/templates.ts";
import { onBothDatabases } from "./backends.ts";
import { conversationOf, NOW, nextWhole } from "./store-fixtures.ts";

const listing = (complete = true, at = NOW) => ({ source: "waba", at: at.toISOString(), complete });
const shape = (language: string, body: string[] = []) => ({ language, status: "APPROVED", body });

onBothDatabases("an account's templates", (items) => {
  const store = () => templateStore(items());
  const account = (id: string, organization_id = nextWhole()) => ({ organization_id, id });
  const later = (ms: number) => new Date(NOW.getTime() + ms);

  /** What an accepting function finds, and in how many reads. */
  const found = async (organization_id: number, name: string) => {
    const request = { conversation_id: 0, file_ids: [], template: { name, organization_id } };
    return (await reader(items()).readForAccept(request)).templates;
  };
  const shapesOf = (known: KnownTemplates | undefined, id: string) => known?.get(id)?.shapes;

  it("are found by their name, each language as it was kept, with the list they come from", async () => {
    const one = account("one");
    await store().keep(one, listing(), new Map([["offer", [shape("en", ["1"]), shape("de")]]]));
    expect(await store().listing(one)).toEqual(listing());
    const known = await found(one.organization_id, "offer");
    expect(known?.get("one")).toEqual({ listing: listing(), shapes: [shape("en", ["1"]), shape("de")] });
    expect(shapesOf(await found(one.organization_id, "other"), "one")).toEqual([]);
    expect(await store().listing(account("one"))).toBeUndefined();
    expect((await found(nextWhole(), "offer"))?.size).toBe(0);
  });

  it("of the organization's other accounts stand beside them, untouched", async () => {
    const one = account("one");
    const two = account("two", one.organization_id);
    await store().keep(one, listing(), new Map([["offer", [shape("en")]]]));
    await store().keep(two, listing(), new Map([["offer", [shape("de")]]]));
    await store().keep(one, listing(), new Map());
    const known = await found(one.organization_id, "offer");
    expect([shapesOf(known, "one"), shapesOf(known, "two")]).toEqual([[], [shape("de")]]);
  });

  it("change with the next list, which takes away what it lacks if it is complete", async () => {
    const one = account("one");
    const both = new Map([
      ["offer", [shape("en")]],
      ["order", [shape("en")]],
    ]);
    await store().keep(one, listing(), both);
    await store().keep(one, listing(false, later(1)), new Map([["offer", [shape("en", ["1"])]]]));
    expect(shapesOf(await found(one.organization_id, "offer"), "one")).toEqual([shape("en", ["1"])]);
    expect(shapesOf(await found(one.organization_id, "order"), "one")).toEqual([shape("en")]);
    await store().keep(one, listing(true, later(2)), new Map([["order", [shape("en")]]]));
    expect(shapesOf(await found(one.organization_id, "offer"), "one")).toEqual([]);
    expect(await store().listing(one)).toEqual(listing(true, later(2)));
  });

  it("that did not change are not written again, however many there are", async () => {
    const one = account("one");
    const many = new Map(Array.from({ length: 300 }, (_, index) => [`offer_${index}`, [shape("en")]]));
    await store().keep(one, listing(), many);
    const written: Key[] = [];
    const counting: Items = {
      ...items(),
      write: (change) => {
        if ("update" in change) written.push(change.update);
        return items().write(change);
      },
    };
    await templateStore(counting).keep(one, listing(true, later(1)), many.set("offer_7", [shape("de")]));
    expect(written.map(({ sk }) => sk)).toEqual(["template#offer_7", "listing"]);
  });

  it("are listed by one worker at a time", async () => {
    const one = account("one");
    const claims = Array.from({ length: 5 }, () => store().claimListing(one, NOW, 60_000));
    expect((await Promise.all(claims)).filter(Boolean)).toHaveLength(1);
    expect(await store().claimListing(one, later(60_000), 60_000)).toBe(false);
    expect(await store().claimListing(account("two", one.organization_id), NOW, 60_000)).toBe(true);
    expect(await store().claimListing(one, later(60_001), 60_000)).toBe(true);
    expect(await store().listing(one)).toBeUndefined();
  });

  const keyOf = async (organization_id: number): Promise<string> => {
    const hash = hashKey(`key ${nextWhole()}`);
    await directory(items()).addKey(hash, { organization_id, member_id: "a", kind: "bot" });
    return hash;
  };
  const counted = () => {
    const reads: number[] = [];
    const read: Items["read"] = (keys) => {
      reads.push(keys.length);
      return items().read(keys);
    };
    return { reads, read: reader({ ...items(), read }) };
  };

  it("come in accept's one read once the key, or the body, says whose they are", async () => {
    const one = account("one");
    await store().keep(one, listing(), new Map([["offer", [shape("en")]]]));
    const request = {
      key_hash: await keyOf(one.organization_id),
      conversation_id: conversationOf(one.organization_id).id,
      file_ids: [],
      template: { name: "offer" },
    };
    const { reads, read } = counted();
    const first = await read.readForAccept(request);
    expect([shapesOf(first.templates, "one"), reads]).toEqual([[shape("en")], [2, 2]]);
    const second = await read.readForAccept(request);
    expect([shapesOf(second.templates, "one"), reads]).toEqual([[shape("en")], [2, 2, 4]]);
    const fresh = counted();
    const { organization_id } = one;
    const named = await fresh.read.readForAccept({
      ...request,
      template: { name: "offer", organization_id },
    });
    expect([shapesOf(named.templates, "one"), fresh.reads]).toEqual([[shape("en")], [4]]);
  });

  it("are shown to no other organization's key, whatever its request names", async () => {
    const one = account("one");
    await store().keep(one, listing(), new Map([["offer", [shape("en")]]]));
    const foreign = {
      key_hash: await keyOf(nextWhole()),
      conversation_id: 0,
      file_ids: [],
      template: { name: "offer", organization_id: one.organization_id },
    };
    expect((await reader(items()).readForAccept(foreign)).templates?.size).toBe(0);
    const stranger = { ...foreign, key_hash: hashKey("nobody's") };
    expect((await reader(items()).readForAccept(stranger)).templates).toBeUndefined();
  });
});
