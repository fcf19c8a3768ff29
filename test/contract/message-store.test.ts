import { describe, expect, it } from "vitest";
import { hasOpenIntent, statusOf, statusOfPart } from "../../shared/domain/delivery.ts";
import type { Change } from "../../shared/messaging/message-ports.ts";
import { messageStore } from "../../shared/store/messages.ts";
import { onBothDatabases } from "./backends.ts";
import { incomingOf, messageOf, NOW, nextWhole, noteOf } from "./store-fixtures.ts";

const at = NOW.toISOString();
const sent: Change = { part: 0, fact: "sent", value: { at, provider_message_id: "wamid.1" } };
const delivered: Change = { part: 0, fact: "delivered", value: { at } };

onBothDatabases("messages", (items) => {
  const store = () => messageStore(items());
  const ref = (message: { conversation_id: number; id: string }) => ({
    conversation_id: message.conversation_id,
    message_id: message.id,
  });
  const stored = async (parts = 1) => {
    const message = messageOf(nextWhole(), parts);
    await store().addOutgoing(message);
    return message;
  };

  it("reads back what was accepted, word for word, as queued", async () => {
    const message = { ...messageOf(nextWhole()), template: { name: "hello", components: [] } };
    await store().addOutgoing(message);
    const view = await store().get(ref(message));
    expect(view).toMatchObject({ kind: "outgoing", message });
    expect(view?.kind === "outgoing" && statusOf(view.state)).toBe("queued");
  });

  it("stores a message twice without a change", async () => {
    const message = await stored();
    await store().record(ref(message), [sent]);
    await store().addOutgoing({ ...message, message_text: "something else" });
    const view = await store().get(ref(message));
    expect(view?.message.message_text).toBe(message.message_text);
    expect(view?.kind === "outgoing" && statusOf(view.state)).toBe("sent");
  });

  it("shows nothing of a message whose worker was first, until both halves are there", async () => {
    const message = messageOf(nextWhole());
    await store().begin(message, 0, 1, NOW);
    expect(await store().get(ref(message))).toBeUndefined();
    await store().ensureOutgoing(message);
    expect(await store().get(ref(message))).toMatchObject({ message: { id: message.id } });
  });

  it("keeps the worker's claim when accept stores the message late", async () => {
    const message = messageOf(nextWhole());
    await store().begin(message, 0, 1, NOW);
    await store().addOutgoing(message);
    const view = await store().get(ref(message));
    expect(view?.kind === "outgoing" && hasOpenIntent(view.state.parts[0]!)).toBe(true);
  });

  it("gives a part to one of many workers that claim it at once", async () => {
    const message = await stored();
    const claims = await Promise.all(Array.from({ length: 8 }, () => store().begin(message, 0, 1, NOW)));
    expect(claims.filter(({ began }) => began)).toHaveLength(1);
    for (const { state } of claims) expect(state.parts[0]?.attempt).toBe(1);
  });

  it("lets nobody claim a second attempt before the first is known not to have sent", async () => {
    const message = await stored();
    await store().begin(message, 0, 1, NOW);
    expect(await store().begin(message, 0, 2, NOW)).toMatchObject({ began: false });
    const attempt = { at, code: "130429", message: "throttled", retry_after: 1 };
    await store().record(ref(message), [{ part: 0, closed: 1, attempt }]);
    const again = await store().begin(message, 0, 2, NOW);
    expect(again).toMatchObject({
      began: true,
      state: { parts: [{ attempt: 2, closed: 1, tries: [attempt] }] },
    });
  });

  it.each(["failed", "canceled", "lost"] as const)("lets nobody claim a part that is %s", async (fact) => {
    const message = await stored();
    await store().record(ref(message), [{ part: 0, fact, value: { at } }]);
    expect(await store().begin(message, 0, 1, NOW)).toMatchObject({ began: false });
  });

  it("writes an outcome and the next intent as one", async () => {
    const message = await stored(2);
    await store().begin(message, 0, 1, NOW);
    const { began, state } = await store().begin(message, 1, 1, NOW, [sent]);
    expect(began).toBe(true);
    expect(state.parts.map(statusOfPart)).toEqual(["sent", "sending"]);
  });

  it("keeps neither when the next part is not to be had", async () => {
    const message = await stored(2);
    await store().begin(message, 0, 1, NOW);
    await store().record(ref(message), [{ part: 1, fact: "canceled", value: { at } }]);
    const { began, state } = await store().begin(message, 1, 1, NOW, [sent]);
    expect(began).toBe(false);
    expect(state.parts.map(statusOfPart)).toEqual(["sending", "canceled"]);
  });

  it("keeps the first of two equal facts", async () => {
    const message = await stored();
    const later = "2026-11-21T13:00:00.000Z";
    await store().record(ref(message), [delivered]);
    const state = await store().record(ref(message), [{ part: 0, fact: "delivered", value: { at: later } }]);
    expect(state?.parts[0]?.facts.delivered?.at).toBe(at);
  });

  it("counts surprises and keeps every try", async () => {
    const message = await stored();
    const attempt = { at, code: "surprise", message: "?", retry_after: 1 };
    for (let round = 0; round < 3; round += 1) {
      await store().record(ref(message), [{ part: 0, attempt, surprise: true }]);
    }
    const view = await store().get(ref(message));
    expect(view).toMatchObject({ state: { surprises: 3, parts: [{ tries: [attempt, attempt, attempt] }] } });
  });

  it("matches nothing for a message that is not there, or another account's", async () => {
    const message = await stored();
    expect(await store().record({ ...ref(message), message_id: "x" }, [sent])).toBeUndefined();
    expect(
      await store().record(ref(message), [sent], { organization_id: 1, id: "somebody" }),
    ).toBeUndefined();
    const view = await store().get(ref(message));
    expect(view?.kind === "outgoing" && statusOf(view.state)).toBe("queued");
    expect(await store().record(ref(message), [sent], { organization_id: 1, id: "account1" })).toMatchObject({
      parts: [{}],
    });
  });

  it("takes an incoming message once", async () => {
    const message = incomingOf(nextWhole());
    expect([await store().addIncoming(message), await store().addIncoming(message)]).toEqual([true, false]);
  });

  describe("a conversation's messages", () => {
    const filled = async () => {
      const conversation = nextWhole();
      const made: string[] = [];
      for (let index = 0; index < 23; index += 1) {
        const kind = index % 3;
        const message =
          kind === 0 ? messageOf(conversation) : kind === 1 ? incomingOf(conversation) : noteOf(conversation);
        if (kind === 0) await store().addOutgoing(message as ReturnType<typeof messageOf>);
        else if (kind === 1) await store().addIncoming(message as ReturnType<typeof incomingOf>);
        else await store().addNote(message as ReturnType<typeof noteOf>);
        made.unshift(message.id);
      }
      return { conversation, made };
    };

    it.each([1, 2, 7, 22, 23, 24, 100])(
      "are listed newest first, each once, in pages of %i",
      async (limit) => {
        const { conversation, made } = await filled();
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await store().list(conversation, { limit, cursor });
          expect(page.data.length).toBeLessThanOrEqual(limit);
          seen.push(...page.data.map(({ message }) => message.id));
          cursor = page.next;
        } while (cursor !== undefined);
        expect(seen).toEqual(made);
      },
    );

    it("are nobody else's", async () => {
      const { conversation } = await filled();
      expect(await store().list(conversation * 10, { limit: 100 })).toEqual({ data: [], next: undefined });
    });
  });
});
