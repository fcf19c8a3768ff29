import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cancelMessage } from "../../../shared/messaging/cancel-message.ts";
import type { MessageView } from "../../../shared/messaging/message-ports.ts";
import { messageStore } from "../../../shared/store/messages.ts";
import { type DeliveryFixture, jobOf, sentAs, startDelivery, throttled } from "../../support/delivery.ts";

let fixture: DeliveryFixture;
beforeEach(() => {
  fixture = startDelivery();
});
afterEach(() => fixture.close());

const job = jobOf(2);
const cancel = (): Promise<MessageView> => {
  const messages = messageStore(fixture.items);
  const by = { kind: "person", member_id: "agent" } as const;
  const ref = { conversation_id: job.message.conversation_id, message_id: job.message.id };
  return cancelMessage({ messages, now: () => new Date(fixture.clock.ms) })(ref, by);
};

describe("a message that is canceled while a worker has it", () => {
  it("does not leave when its first part was only being prepared, and the connection is given back", async () => {
    fixture.provider.prepare = async () => void (await cancel());
    expect(await fixture.deliver(job)).toEqual({ done: true });
    expect([fixture.calls, fixture.provider.released]).toEqual([[], 1]);
    expect(await fixture.statuses(job)).toEqual({ message: "canceled", parts: ["canceled", "canceled"] });
  });

  it("is told that it is too late once its first call is open, and leaves whole", async () => {
    const said: unknown[] = [];
    fixture.provider.script = async (part) => {
      if (part === 0) await cancel().catch((refusal: Error) => said.push(refusal.message));
      return sentAs(`wamid.${part}`);
    };
    await fixture.drain(job);
    expect(said).toEqual([expect.stringMatching(/^Only a queued message can be canceled/)]);
    expect([fixture.calls, await fixture.statuses(job)]).toEqual([
      [0, 1],
      { message: "sent", parts: ["sent", "sent"] },
    ]);
  });

  it("is told so as well between two tries, though the first did not send", async () => {
    const said: unknown[] = [];
    fixture.provider.script = (part, before) => (before === 0 ? throttled(1) : sentAs(`wamid.${part}`));
    await fixture.deliver(job);
    await cancel().catch((refusal: Error) => said.push(refusal.message));
    expect(said).toHaveLength(1);
    await fixture.drain(job);
    expect(await fixture.statuses(job)).toMatchObject({ message: "sent" });
  });
});
