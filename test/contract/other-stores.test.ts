import { expect, it } from "vitest";
import type { StoredFile } from "../../shared/domain/attachment.ts";
import { openedBy } from "../../shared/domain/window.ts";
import { FILES_MAX } from "../../shared/messaging/visitor-limits.ts";
import { conversationStore } from "../../shared/store/conversations.ts";
import { directory } from "../../shared/store/directory.ts";
import { dueStore } from "../../shared/store/due.ts";
import { fileStore } from "../../shared/store/files.ts";
import { idempotencyStore } from "../../shared/store/idempotency.ts";
import { keys } from "../../shared/store/keys.ts";
import { messageStore } from "../../shared/store/messages.ts";
import { reader } from "../../shared/store/reader.ts";
import { visitorStore } from "../../shared/store/visitors.ts";
import { onBothDatabases } from "./backends.ts";
import { conversationOf, messageOf, NOW, nextId, nextWhole } from "./store-fixtures.ts";

const later = (ms: number) => new Date(NOW.getTime() + ms);
const HOUR = 3_600_000;

onBothDatabases("conversations", (items) => {
  const store = () => conversationStore(items());

  it("opens one thread for an address, however many try at once", async () => {
    const organization = nextWhole();
    const first = conversationOf(organization);
    const tries = Array.from({ length: 6 }, () => conversationOf(organization, { contact: first.contact }));
    const added = await Promise.all(tries.map((one) => store().add(one)));
    expect(added.filter(Boolean)).toHaveLength(1);
    const found = await store().find(first.account, { address: first.contact.address });
    expect(found).toEqual({ conversation: tries[added.indexOf(true)], missing: {} });
  });

  it("finds a contact by the phone and by the business-scoped id", async () => {
    const organization = nextWhole();
    const user_id = `US.${organization}`;
    const one = conversationOf(organization, {
      contact: { id: nextWhole(), address: "+12025550123", user_id },
    });
    await store().add(one);
    expect(await store().find(one.account, { user_id })).toEqual({ conversation: one, missing: {} });
    expect(await store().find({ ...one.account, id: "another" }, { user_id })).toBeUndefined();
    expect(await store().contactBy(organization, "+12025550123")).toBe(one.contact.id);
  });

  it("moves a window forward only", async () => {
    const one = conversationOf(nextWhole());
    await store().add(one);
    const [early, late] = [openedBy(NOW), openedBy(later(HOUR))];
    await store().heardFrom(one.id, late);
    await store().heardFrom(one.id, early);
    expect(await store().get(one.id)).toMatchObject({ opened: late });
  });

  it("makes no conversation out of a message to one that is not there", async () => {
    const id = nextWhole();
    await store().heardFrom(id, openedBy(NOW));
    await store().archive(id, true);
    expect(await store().get(id)).toBeUndefined();
  });

  it.each([1, 3, 10])("lists newest first, filtered, in pages of %i", async (limit) => {
    const organization = nextWhole();
    const contact = { id: nextWhole() };
    const made: number[] = [];
    for (let index = 0; index < 7; index += 1) {
      const own = index % 2 === 0;
      const one = conversationOf(organization, {
        channel: own ? "webchat" : "whatsapp",
        contact: own ? contact : { id: nextWhole() },
        archived: index === 6,
      });
      await store().add(one);
      made.unshift(one.id);
    }
    const all = async (filter: Parameters<ReturnType<typeof store>["list"]>[1]) => {
      const seen: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await store().list(organization, filter, { limit, cursor });
        seen.push(...page.data.map(({ id }) => id));
        cursor = page.next;
      } while (cursor !== undefined);
      return seen;
    };
    expect(await all({})).toEqual(made);
    expect(await all({ contact_id: contact.id })).toEqual(made.filter((_, index) => index % 2 === 0));
    expect(await all({ channel: "whatsapp" })).toEqual(made.filter((_, index) => index % 2 === 1));
    expect(await all({ archived: true })).toEqual([made[0]]);
    expect(await all({ contact_id: contact.id, archived: false })).toEqual([made[2], made[4], made[6]]);
  });
});

onBothDatabases("the directory", (items) => {
  const store = () => directory(items());

  it("rewrites the copy that every conversation of a changed account carries", async () => {
    const organization = nextWhole();
    const conversations = conversationStore(items());
    const one = conversationOf(organization);
    await conversations.add(one);
    await store().putAccount({ ...one.account, human_agent: "granted" });
    expect(await conversations.get(one.id)).toMatchObject({ account: { human_agent: "granted" } });
  });

  it("lists members in pages, and nobody else's", async () => {
    const organization_id = nextWhole();
    for (const id of ["a", "b", "c"]) {
      await store().addMember({ id, organization_id, kind: "teammate", name: id });
    }
    const first = await store().members(organization_id, { limit: 2 });
    const rest = await store().members(organization_id, { limit: 2, cursor: first.next });
    expect([...first.data, ...rest.data].map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect(rest.next).toBeUndefined();
    expect(await store().member(organization_id + 1, "a")).toBeUndefined();
  });

  it("never gives a key a second holder", async () => {
    const hash = `hash${nextWhole()}`;
    const holder = { organization_id: 1, member_id: "a", kind: "person" as const };
    expect(await store().addKey(hash, holder)).toBe(true);
    expect(await store().addKey(hash, { ...holder, organization_id: 2 })).toBe(false);
    expect(await store().holderOf(hash)).toMatchObject(holder);
  });
});

onBothDatabases("idempotency keys", (items) => {
  const store = () => idempotencyStore(items());
  const recordOf = (key: string) => ({
    organization_id: 1,
    key,
    message_id: nextId(),
    conversation_id: 1,
    body_hash: "hash",
    lease_until: NOW.getTime() + 30_000,
    expires_at: NOW.getTime() + 48 * HOUR,
  });

  it("belong to one of many who claim at once", async () => {
    const key = `ключ 🔑 ${nextWhole()}`;
    const records = Array.from({ length: 8 }, () => recordOf(key));
    const held = await Promise.all(records.map((record) => store().claim(record, NOW)));
    const winners = records.filter((_, index) => held[index] === undefined);
    expect(winners).toHaveLength(1);
    for (const other of held) if (other) expect(other).toMatchObject({ message_id: winners[0]?.message_id });
  });

  it("are taken over by one of many, under the first message's id", async () => {
    const record = recordOf(`k${nextWhole()}`);
    await store().claim(record, NOW);
    const taken = await Promise.all([1, 2, 3, 4].map((n) => store().takeOver(record, NOW.getTime() + n)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await store().find(1, record.key, NOW)).toMatchObject({ message_id: record.message_id });
  });

  it("are free again when they expired, though the database still has them", async () => {
    const key = `k${nextWhole()}`;
    await store().claim(recordOf(key), NOW);
    expect(await store().find(1, key, later(49 * HOUR))).toBeUndefined();
    expect(await store().claim(recordOf(key), later(49 * HOUR))).toBeUndefined();
  });
});

onBothDatabases("files", (items) => {
  const store = () => fileStore(items());
  const fileOf = (organization_id: number): StoredFile => {
    const id = nextId();
    return {
      id,
      organization_id,
      conversation_id: 1,
      key: `${organization_id}/${id}/a.jpg`,
      name: "a.jpg",
      type: "image/jpeg",
      size: 1,
      state: "signed",
      created_at: NOW.toISOString(),
    };
  };

  it("are their organization's alone", async () => {
    const file = fileOf(1);
    await store().add(file);
    expect(await store().get(1, file.id)).toEqual(file);
    expect(await store().get(10, file.id)).toBeUndefined();
  });

  it("keep a provider's id of their bytes until it expires, for each account", async () => {
    const file = fileOf(1);
    await store().add(file);
    await store().keepMediaId(file, "one", "media1", later(HOUR));
    expect(await store().mediaId(file, "one", NOW)).toBe("media1");
    expect(await store().mediaId(file, "two", NOW)).toBeUndefined();
    expect(await store().mediaId(file, "one", later(HOUR))).toBeUndefined();
  });
});

onBothDatabases("what is due", (items) => {
  const store = () => dueStore(items());
  const entry = () => ({ conversation_id: nextWhole(), message_id: nextId(), part: 0 });
  const taken = async (now: Date) =>
    (await store().take(now, 100)).map(({ entry: one }) =>
      "hour" in one ? `sweep ${one.hour}` : one.message_id,
    );

  it("comes at its time, again until it is done, and after an outage", async () => {
    const [soon, tomorrow] = [entry(), entry()];
    await store().schedule(soon, later(120_000));
    await store().schedule(soon, later(120_000));
    await store().schedule(tomorrow, later(24 * HOUR));
    expect(await taken(later(119_000))).toEqual([]);
    expect(await taken(later(120_000))).toEqual([soon.message_id]);
    for (const one of await store().take(later(180_000), 100)) await one.done();
    expect(await taken(later(180_000))).toEqual([]);
    // The longer nobody looked, the more rounds it takes to catch up; each moves on.
    const seen: string[] = [];
    for (let round = 0; round < 20 && seen.length === 0; round += 1)
      seen.push(...(await taken(later(25 * HOUR))));
    expect(seen).toEqual([tomorrow.message_id]);
    for (const one of await store().take(later(25 * HOUR), 100)) await one.done();
  });

  it("names a conversation's hour once, however many asked for it", async () => {
    const conversation_id = nextWhole();
    await store().schedule({ conversation_id, hour: 7 }, later(27 * HOUR));
    await store().schedule({ conversation_id, hour: 7 }, later(27 * HOUR));
    const seen: string[] = [];
    for (let round = 0; round < 20 && seen.length === 0; round += 1)
      seen.push(...(await taken(later(28 * HOUR))).filter((name) => name === "sweep 7"));
    expect(seen).toEqual(["sweep 7"]);
  });
});

onBothDatabases("what a visitor sees", (items) => {
  const store = () => visitorStore(items(), () => NOW);
  const item = (id: string) => ({
    id,
    direction: "outgoing" as const,
    payload: { type: "text", text: id },
    created_at: NOW.toISOString(),
  });

  it("is numbered without a gap, however many write at once, and each thing once", async () => {
    const conversation = nextWhole();
    const names = Array.from({ length: 10 }, (_, index) => `part${index}`);
    await Promise.all([...names, "part3", "part7"].map((name) => store().add(conversation, item(name))));
    const seen = await store().after(conversation, 0, 100);
    expect(seen.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(seen.map(({ id }) => id).sort()).toEqual(names);
    expect(await store().after(conversation, 8, 1)).toMatchObject([{ seq: 9 }]);
  });

  it("has integers that rise, with room for its files, although the clock stands still or goes back", async () => {
    const conversation = nextWhole();
    const clocks = [NOW, NOW, NOW, new Date(NOW.getTime() - 60_000), new Date(NOW.getTime() + 1)];
    const numbers: number[] = [];
    for (const [index, now] of clocks.entries()) {
      const at = visitorStore(items(), () => now);
      numbers.push((await at.add(conversation, item(`part${index}`))).number);
    }
    const steps = numbers.slice(1).map((number, index) => number - numbers[index]!);
    expect(steps.every((step) => step > FILES_MAX)).toBe(true);
    expect(Math.floor(numbers[0]! / 4096)).toBe(NOW.getTime());
    expect(numbers.every(Number.isSafeInteger)).toBe(true);
    expect((await store().named(conversation, "part3"))?.number).toBe(numbers[3]);
    expect(await store().named(conversation, "part9")).toBeUndefined();
    expect((await store().after(conversation, 0, 9)).map(({ number }) => number)).toEqual(numbers);
    expect((await store().add(conversation, item("part1"))).number).toBe(numbers[1]);
  });

  it("is read backwards from any of its integers, or between them", async () => {
    const conversation = nextWhole();
    for (let index = 1; index <= 9; index += 1) await store().add(conversation, item(`part${index}`));
    const numbers = (await store().after(conversation, 0, 100)).map(({ number }) => number);
    const seqs = async (before: number | undefined, limit: number) =>
      (await store().before(conversation, before, limit)).map(({ seq }) => seq);
    expect(await seqs(undefined, 3)).toEqual([9, 8, 7]);
    expect(await seqs(numbers[6], 3)).toEqual([6, 5, 4]);
    expect(await seqs(numbers[6]! + 1, 1)).toEqual([7]);
    expect(await seqs(numbers[0], 3)).toEqual([]);
    expect(await seqs(1, 3)).toEqual([]);
    expect(await seqs(Number.MAX_SAFE_INTEGER, 1)).toEqual([9]);
    expect(await store().before(nextWhole(), undefined, 3)).toEqual([]);
  });

  it("of earlier versions has an integer that is the same each time", async () => {
    const conversation = nextWhole();
    const [key, count] = [keys.visitorItem(conversation, 1), keys.visitorCount(conversation)];
    await items().write({ put: { ...key, item: { ...item("old"), seq: 1 } } });
    await items().write({ put: { ...keys.visitorId(conversation, "old"), seq: 1 } });
    await items().write({ put: { ...count, seq: 1 } });
    const later = visitorStore(items(), () => new Date(NOW.getTime() + 5_000));
    const next = await later.add(conversation, item("new"));
    const [old] = await store().after(conversation, 0, 1);
    expect(Math.floor(old!.number / 4096)).toBe(NOW.getTime());
    expect((await later.named(conversation, "old"))?.number).toBe(old!.number);
    expect((await later.add(conversation, item("old"))).number).toBe(old!.number);
    expect(await later.before(conversation, next.number, 9)).toEqual([old]);
  });

  it("goes to the connections that are open", async () => {
    const conversation = nextWhole();
    const [one, two] = [`a${conversation}`, `b${conversation}`];
    await store().connect(conversation, one);
    await store().connect(conversation, two);
    await store().disconnect(one);
    await store().disconnect("never there");
    expect(await store().connections(conversation)).toEqual([two]);
    expect(await store().conversationOf(two)).toBe(conversation);
    expect(await store().conversationOf(one)).toBeUndefined();
  });
});

onBothDatabases("what accept reads", (items) => {
  it("comes in one read, in place, and absent things are undefined", async () => {
    const one = conversationOf(1);
    await conversationStore(items()).add(one);
    const message = messageOf(one.id);
    await messageStore(items()).addOutgoing(message);
    const hash = `hash${nextWhole()}`;
    await directory(items()).addKey(hash, { organization_id: 1, member_id: "a", kind: "bot" });
    const request = {
      key_hash: hash,
      conversation_id: one.id,
      file_ids: ["none"],
      reply_to: `${message.id}0`,
    };
    expect(await reader(items()).readForAccept(request)).toMatchObject({
      holder: { organization_id: 1, kind: "bot" },
      conversation: one,
      files: [undefined],
      replyTo: { kind: "outgoing", message: { id: message.id } },
    });
    const nothing = await reader(items()).readForAccept({ conversation_id: 0, file_ids: [] });
    expect(nothing).toEqual({ holder: undefined, conversation: undefined, files: [], replyTo: undefined });
  });
});
