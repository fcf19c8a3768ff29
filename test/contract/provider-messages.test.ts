import { describe, expect, it } from "vitest";
import { statusOfPart } from "../../shared/domain/delivery.ts";
import type { Change } from "../../shared/messaging/message-ports.ts";
import { conversationStore } from "../../shared/store/conversations.ts";
import { keys } from "../../shared/store/keys.ts";
import { messageStore } from "../../shared/store/messages.ts";
import { reportStore } from "../../shared/store/reports.ts";
import { onBothDatabases } from "./backends.ts";
import { conversationOf, messageOf, NOW, nextWhole } from "./store-fixtures.ts";

const at = NOW.toISOString();
const later = "2026-11-21T12:00:01.000Z";
const account = { organization_id: 1, id: "account1" };
const through = { ...account, channel: "messenger" } as const;
const sentAs = (id: string, part = 0): Change => ({
  part,
  fact: "sent",
  value: { at, provider_message_id: id },
});

onBothDatabases("a provider's ids of our messages", (items) => {
  const store = () => messageStore(items());
  const reports = () => reportStore(items(), () => NOW);
  const nextMid = () => `m_${nextWhole()}`;
  const stored = async (parts = 1) => {
    const message = { ...messageOf(nextWhole(), parts), channel: "messenger" as const };
    await store().addOutgoing(message);
    return { message, ref: { conversation_id: message.conversation_id, message_id: message.id } };
  };
  const pointer = async (mid: string, of = account) =>
    (await items().read([keys.providerMessage(of, mid)]))[0];

  it("lead to the part as soon as it is noted as sent", async () => {
    const { ref } = await stored(2);
    const mid = nextMid();
    const state = await store().record(ref, [sentAs(mid, 1)], through);
    expect(state?.parts.map(statusOfPart)).toEqual(["queued", "sent"]);
    expect(await reports().partOrKeep(account, mid, "read", at)).toEqual({ ...ref, part: 1 });
  });

  it("are noted together with the next intent", async () => {
    const { message, ref } = await stored(2);
    const mid = nextMid();
    await store().begin(message, 0, 1, NOW);
    const { began, state } = await store().begin(message, 1, 1, NOW, [sentAs(mid)]);
    expect([began, ...state.parts.map(statusOfPart)]).toEqual([true, "sent", "sending"]);
    expect(await reports().partOrKeep(account, mid, "read", at)).toEqual({ ...ref, part: 0 });
  });

  /** A database whose first transaction is written, and whose answer is lost. */
  const losingOne = () => {
    let lost = false;
    return messageStore({
      ...items(),
      writeAll: async (changes) => {
        const ok = await items().writeAll(changes);
        if (lost) return ok;
        lost = true;
        throw new Error("the answer was lost");
      },
    });
  };

  it("are noted, and the intent is known for our own, when the answer of that write is lost", async () => {
    const { message, ref } = await stored(2);
    const mid = nextMid();
    await store().begin(message, 0, 1, NOW);
    expect(await losingOne().begin(message, 1, 1, NOW, [sentAs(mid)])).toMatchObject({ began: true });
    expect(await store().begin(message, 1, 1, NOW, [sentAs(mid)])).toMatchObject({ began: false });
    const last = nextMid();
    const state = await losingOne().record(ref, [sentAs(last, 1)], through);
    expect(state?.parts.map(statusOfPart)).toEqual(["sent", "sent"]);
    expect(await pointer(last)).toMatchObject({ part: 1 });
  });

  it("are not noted when the next part is not to be had", async () => {
    const { message, ref } = await stored(2);
    const mid = nextMid();
    await store().begin(message, 0, 1, NOW);
    await store().record(ref, [{ part: 1, fact: "canceled", value: { at } }]);
    const { began, state } = await store().begin(message, 1, 1, NOW, [sentAs(mid)]);
    expect([began, ...state.parts.map(statusOfPart)]).toEqual([false, "sending", "canceled"]);
    expect(await pointer(mid)).toBeUndefined();
  });

  it("give a part to one of many workers that note one and claim the next at once", async () => {
    const { message } = await stored(2);
    await store().begin(message, 0, 1, NOW);
    const mid = nextMid();
    const claims = await Promise.all(
      Array.from({ length: 6 }, () => store().begin(message, 1, 1, NOW, [sentAs(mid)])),
    );
    expect(claims.filter(({ began }) => began)).toHaveLength(1);
  });

  it("are not noted for another account's message, or one that is not there", async () => {
    const { ref } = await stored();
    const mid = nextMid();
    const stranger = { ...through, id: "somebody" };
    expect(await store().record(ref, [sentAs(mid)], stranger)).toBeUndefined();
    expect(await store().record({ ...ref, message_id: "x" }, [sentAs(mid)], through)).toBeUndefined();
    expect([await pointer(mid), await pointer(mid, stranger)]).toEqual([undefined, undefined]);
  });

  it("are not noted where reports bear our own handle", async () => {
    const { ref } = await stored();
    const mid = nextMid();
    await store().record(ref, [sentAs(mid)], { ...account, channel: "whatsapp" });
    expect(await pointer(mid)).toBeUndefined();
  });

  it("stay with the first part they named", async () => {
    const { ref } = await stored(2);
    const mid = nextMid();
    await store().record(ref, [sentAs(mid, 0)], through);
    await store().record(ref, [sentAs(mid, 1)], through);
    expect(await reports().partOrKeep(account, mid, "read", at)).toMatchObject({ part: 0 });
  });

  it("that are too long for a key are not kept, and the part is sent all the same", async () => {
    const { ref } = await stored();
    const mid = "m".repeat(3_000);
    const state = await store().record(ref, [sentAs(mid)], through);
    expect(statusOfPart(state!.parts[0]!)).toBe("sent");
    expect(await reports().partOrKeep(account, mid, "read", at)).toBeUndefined();
  });

  describe("that are reported before they are noted", () => {
    it("keep the first report of each kind for 7 days, and for good once they are noted", async () => {
      const { ref } = await stored();
      const mid = nextMid();
      expect(await reports().partOrKeep(account, mid, "delivered", at)).toBeUndefined();
      expect(await reports().partOrKeep(account, mid, "delivered", later)).toBeUndefined();
      expect(await reports().partOrKeep(account, mid, "read", later)).toBeUndefined();
      expect(await pointer(mid)).toMatchObject({ ttl: NOW.getTime() / 1000 + 7 * 86_400 });
      await store().record(ref, [sentAs(mid)], through);
      expect((await pointer(mid))?.ttl).toBeUndefined();
      expect(await reports().earlier(account, mid, ref.conversation_id)).toEqual({
        named: { delivered: at, read: later },
        watermarks: {},
      });
    });

    it("are seen by whoever notes them, or see the part: never neither", async () => {
      for (let round = 0; round < 20; round += 1) {
        const { ref } = await stored();
        const mid = nextMid();
        const [found, { named }] = await Promise.all([
          reports().partOrKeep(account, mid, "read", at),
          store()
            .record(ref, [sentAs(mid)], through)
            .then(() => reports().earlier(account, mid, ref.conversation_id)),
        ]);
        expect([found !== undefined, named.read !== undefined]).toContain(true);
      }
    });

    it("mean nothing to another account", async () => {
      const { ref } = await stored();
      const mid = nextMid();
      await reports().partOrKeep({ organization_id: 2, id: "account1" }, mid, "read", at);
      await store().record(ref, [sentAs(mid)], through);
      expect((await reports().earlier(account, mid, ref.conversation_id)).named).toEqual({});
    });
  });

  it("a conversation's watermarks only move on, and are no part of what it shows", async () => {
    const conversation = conversationOf(1);
    await conversationStore(items()).add(conversation);
    for (const time of [later, at]) await reports().raise(conversation.id, "read", time);
    await reports().raise(conversation.id, "delivered", at);
    expect(await reports().earlier(account, undefined, conversation.id)).toEqual({
      named: {},
      watermarks: { delivered: at, read: later },
    });
    expect(await conversationStore(items()).get(conversation.id)).toEqual(conversation);
  });

  it("keep the provider's own time of the first echo", async () => {
    const { ref } = await stored();
    await store().record(ref, [sentAs(nextMid()), { part: 0, echoed: at }], through);
    const state = await store().record(ref, [{ part: 0, echoed: later }], through);
    expect(state?.parts[0]?.echoed).toBe(at);
  });
});
