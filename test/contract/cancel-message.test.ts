import { expect, it } from "vitest";
import { FACTS, statusOf, statusOfPart } from "../../shared/domain/delivery.ts";
import { MAX_PARTS } from "../../shared/domain/ids.ts";
import { messageStore } from "../../shared/store/messages.ts";
import { onBothDatabases } from "./backends.ts";
import { messageOf, NOW, nextWhole } from "./store-fixtures.ts";

const at = NOW.toISOString();

onBothDatabases("canceling a message", (items) => {
  const store = () => messageStore(items());
  const stored = async (parts = 1) => {
    const message = messageOf(nextWhole(), parts);
    await store().addOutgoing(message);
    const ref = { conversation_id: message.conversation_id, message_id: message.id };
    return {
      message,
      ref,
      cancel: (word?: string) => store().cancel(ref, parts, { at, ...(word && { word }) }),
    };
  };

  it.each([1, 2, MAX_PARTS])("cancels all its parts, if they are %i", async (parts) => {
    const { cancel } = await stored(parts);
    const state = await cancel();
    expect(state.parts.map(statusOfPart)).toEqual(Array.from({ length: parts }, () => "canceled"));
  });

  it("before its claim leaves the worker nothing to claim", async () => {
    const { message, cancel } = await stored(2);
    await cancel();
    const { began, state } = await store().begin(message, 0, 1, NOW);
    expect([began, statusOf(state)]).toEqual([false, "canceled"]);
    expect((await store().ensureOutgoing(message)).parts.map(statusOfPart)).toEqual(["canceled", "canceled"]);
  });

  it("after its claim changes nothing, and tells what it is", async () => {
    const { message, cancel } = await stored(2);
    await store().begin(message, 0, 1, NOW);
    expect((await cancel()).parts.map(statusOfPart)).toEqual(["sending", "queued"]);
    expect((await store().ensureOutgoing(message)).parts.map(statusOfPart)).toEqual(["sending", "queued"]);
  });

  it("together with claims has one winner, whoever it is", async () => {
    for (let round = 0; round < 20; round += 1) {
      const { message, cancel } = await stored(2);
      const claim = () =>
        store()
          .begin(message, 0, 1, NOW)
          .then(({ began }) => began);
      const take = () => cancel().then((state) => statusOf(state) === "canceled");
      const order = round % 2 === 0 ? [claim, take] : [take, claim];
      const won = await Promise.all(order.map((act) => act()));
      expect(won.filter((one) => one)).toHaveLength(1);
    }
  });

  it("together with a failure that its worker found has one winner, whoever it is", async () => {
    for (let round = 0; round < 20; round += 1) {
      const { ref, cancel } = await stored(2);
      const failure = () =>
        store()
          .recordUnlessCanceled(ref, 0, [{ part: 0, fact: "failed", value: { at } }])
          .then((found) => found?.recorded);
      const take = () => cancel().then((state) => statusOf(state) === "canceled");
      const order = round % 2 === 0 ? [failure, take] : [take, failure];
      const won = await Promise.all(order.map((act) => act()));
      expect(won.filter((one) => one)).toHaveLength(1);
    }
  });

  it("before its worker fails it leaves it canceled, and the worker is told so", async () => {
    const { ref, cancel } = await stored();
    await cancel("by the agent");
    const found = await store().recordUnlessCanceled(ref, 0, [{ part: 0, fact: "failed", value: { at } }]);
    expect([found?.recorded, found && statusOf(found.state)]).toEqual([false, "canceled"]);
    expect(
      await store().recordUnlessCanceled({ ...ref, message_id: "absent" }, 0, [
        { part: 0, fact: "failed", value: { at } },
      ]),
    ).toBeUndefined();
  });

  it("twice keeps the first one's word", async () => {
    const { cancel } = await stored();
    await cancel("first");
    expect((await cancel("second")).parts[0]?.facts.canceled?.word).toBe("first");
  });

  it("is too late when the only try is known not to have sent, as another one is under way", async () => {
    const { message, ref, cancel } = await stored();
    await store().begin(message, 0, 1, NOW);
    await store().record(ref, [{ part: 0, closed: 1 }]);
    expect((await cancel()).parts[0]?.facts.canceled).toBeUndefined();
  });

  it("by somebody who saw a part before it was begun holds up none of its further tries", async () => {
    const { message, ref } = await stored(2);
    await store().begin(message, 1, 1, NOW);
    await store().record(ref, [{ part: 1, closed: 1 }]);
    // An earlier part failed, as a worker learnt that had stood still since.
    await store().record(ref, [{ part: 1, fact: "canceled", value: { at } }]);
    const { began, state } = await store().begin(message, 1, 2, NOW);
    expect([began, statusOfPart(state.parts[1]!)]).toEqual([true, "sending"]);
  });

  it.each(FACTS.filter((fact) => fact !== "canceled"))(
    "is too late when its last part is %s",
    async (fact) => {
      const { ref, cancel } = await stored(3);
      await store().record(ref, [{ part: 2, fact, value: { at } }]);
      const state = await cancel();
      expect(state.parts.map((part) => Object.keys(part.facts))).toEqual([[], [], [fact]]);
    },
  );

  it("that only waits for its file is in time", async () => {
    const { ref, cancel } = await stored();
    const attempt = { at, code: "not_yet", message: "The file is on its way", retry_after: 1 };
    await store().record(ref, [{ part: 0, attempt }]);
    expect(statusOf(await cancel())).toBe("canceled");
  });

  it("that is not stored makes nothing of it", async () => {
    const ref = { conversation_id: nextWhole(), message_id: "absent" };
    expect(statusOf(await store().cancel(ref, 1, { at }))).toBe("queued");
    expect((await store().list(ref.conversation_id, { limit: 5 })).data).toEqual([]);
    expect(await store().record(ref, [{ part: 0, fact: "sent", value: { at } }])).toBeUndefined();
  });
});
