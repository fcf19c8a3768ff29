import { expect, it } from "vitest";
import { conversationStore } from "../../shared/store/conversations.ts";
import { onBothDatabases } from "./backends.ts";
import { conversationOf, NOW, nextId, nextWhole } from "./store-fixtures.ts";

const at = NOW.toISOString();

onBothDatabases("what a contact may choose from", (items) => {
  const store = () => conversationStore(items());
  const open = async () => {
    const one = conversationOf(nextWhole());
    await store().add(one);
    return one;
  };
  const offerOf = async (id: number) => {
    const found = await store().get(id);
    return found?.kind === "external" ? found.offer : undefined;
  };

  it("is of the latest message, in whatever order two are noted and however often", async () => {
    const [early, late] = [nextId(), nextId()].map((message_id) => ({ message_id, at, numbered: true }));
    for (const order of [
      [early!, late!],
      [late!, early!],
      [early!, late!, early!, late!],
    ]) {
      const { id } = await open();
      for (const offer of order) await store().offer(id, offer);
      expect(await offerOf(id)).toEqual(late);
    }
  });

  it("keeps the moment of its first note", async () => {
    const { id } = await open();
    const offer = { message_id: nextId(), at, numbered: false };
    await store().offer(id, offer);
    await store().offer(id, { ...offer, at: new Date(NOW.getTime() + 1_000).toISOString() });
    expect(await offerOf(id)).toEqual(offer);
  });

  it("changes nothing else, and makes no conversation of its own", async () => {
    const one = await open();
    const offer = { message_id: nextId(), at, numbered: true };
    await store().offer(one.id, offer);
    expect(await store().get(one.id)).toEqual({ ...one, offer });
    const nowhere = nextWhole();
    await store().offer(nowhere, offer);
    expect(await store().get(nowhere)).toBeUndefined();
  });
});
