import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Job } from "../../../shared/domain/message.ts";
import { conversationStore } from "../../../shared/store/conversations.ts";
import { conversationOf } from "../../contract/store-fixtures.ts";
import { type DeliveryFixture, jobOf, MESSAGE_ID, sentAs, startDelivery } from "../../support/delivery.ts";

let at: DeliveryFixture;
beforeEach(async () => {
  at = startDelivery();
  await conversationStore(at.items).add(conversationOf(7, { id: 42 }));
});
afterEach(() => at.close());

const choices = [{ title: "Small", payload: "S" }];
const asking = (text = "Which?\n1. Small"): Job => {
  const job = jobOf([{ kind: "text", payload: { Body: text }, slots: [] }]);
  return { ...job, message: { ...job.message, choices } };
};
const offer = async () => {
  const found = await conversationStore(at.items).get(42);
  return found?.kind === "external" ? found.offer : undefined;
};

describe("a message that offers choices", () => {
  it("is noted on its conversation before its call is made, so that no answer comes too early", async () => {
    let noted: unknown;
    at.provider.script = async () => {
      noted = await offer();
      return sentAs("SM1");
    };
    await at.deliver(asking());
    expect(noted).toMatchObject({ message_id: MESSAGE_ID, numbered: true });
  });

  it("keeps the moment of its first note when its job comes again", async () => {
    at.provider.script = () => {
      throw new Error("the worker ends");
    };
    const first = await at.deliver(asking()).then(offer, offer);
    at.clock.ms += 5_000;
    await at.deliver(asking(), at.run(2)).catch(() => {});
    expect(await offer()).toEqual(first);
    expect(first).toBeDefined();
  });

  it("says whether numbers are seen: a title that stands there without one is not numbered", async () => {
    await at.deliver(asking("Which? Small"));
    expect(await offer()).toMatchObject({ numbered: false });
  });

  it("is not sent, and comes again, while it cannot be noted", async () => {
    at.deps.conversations = {
      ...at.deps.conversations,
      offer: async () => Promise.reject(new Error("database is locked")),
    };
    expect(await at.deliver(asking())).toMatchObject({ later: expect.any(Number) });
    expect(at.calls).toEqual([]);
  });

  it("is the only kind that is noted", async () => {
    await at.deliver(jobOf(2));
    expect(await offer()).toBeUndefined();
  });
});
