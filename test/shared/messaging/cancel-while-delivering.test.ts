import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { abandon } from "../../../shared/messaging/abandon.ts";
import { cancelMessage } from "../../../shared/messaging/cancel-message.ts";
import { Unsendable } from "../../../shared/messaging/channel-ports.ts";
import type { MessageView } from "../../../shared/messaging/message-ports.ts";
import { dueStore } from "../../../shared/store/due.ts";
import { messageStore } from "../../../shared/store/messages.ts";
import {
  type DeliveryFixture,
  failure,
  jobOf,
  sentAs,
  startDelivery,
  throttled,
} from "../../support/delivery.ts";

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

  it("stays canceled when its worker finds at that moment that it could not be sent: both were told the same", async () => {
    fixture.provider.prepare = async () => {
      await cancel();
      throw new Unsendable(failure("file_does_not_fit"));
    };
    expect(await fixture.deliver(job)).toEqual({ done: true });
    expect(await fixture.statuses(job)).toEqual({ message: "canceled", parts: ["canceled", "canceled"] });
  });

  it("stays canceled when its worker looked before, and its day is over", async () => {
    fixture.clock.ms += 24 * 3_600_000 + 1;
    const { ensureOutgoing } = fixture.deps.messages;
    fixture.deps.messages.ensureOutgoing = async (message) => {
      const taken = await ensureOutgoing(message);
      await cancel();
      return taken;
    };
    expect(await fixture.deliver(job)).toEqual({ done: true });
    expect(await fixture.statuses(job)).toMatchObject({ message: "canceled" });
  });

  it("cannot be canceled any more when its worker failed it first", async () => {
    fixture.provider.prepare = async () => {
      throw new Unsendable(failure("file_does_not_fit"));
    };
    await fixture.deliver(job);
    await expect(cancel()).rejects.toThrow(/this one is failed/);
    expect(await fixture.statuses(job)).toEqual({ message: "failed", parts: ["failed", "canceled"] });
  });
});

it("a message that is canceled while its lost job is ended stays canceled", async () => {
  await fixture.deps.messages.ensureOutgoing(job.message);
  const before = await fixture.read(job);
  await cancel();
  const ref = { conversation_id: job.message.conversation_id, message_id: job.message.id };
  const messages = messageStore(fixture.items);
  const ended = await abandon({ ...fixture.deps, messages }, ref, before, () => failure("overlooked"));
  expect([ended, await fixture.statuses(job)]).toEqual([
    false,
    { message: "canceled", parts: ["canceled", "canceled"] },
  ]);
});

describe("a part that was begun, put off, and canceled by who had seen it before", () => {
  const ref = { conversation_id: job.message.conversation_id, message_id: job.message.id };
  const putOffThenCanceled = async () => {
    fixture.provider.script = (part, before) =>
      part === 0 || before > 0 ? sentAs(`wamid.${part}`) : throttled(1);
    await fixture.deliver(job);
    const value = { at: new Date(fixture.clock.ms).toISOString() };
    await messageStore(fixture.items).record(ref, [{ part: 1, fact: "canceled", value }]);
  };

  it("is sent all the same", async () => {
    await putOffThenCanceled();
    await fixture.drain(job);
    expect(await fixture.statuses(job)).toEqual({ message: "sent", parts: ["sent", "sent"] });
  });

  it("fails when its day is over, instead of waiting for ever", async () => {
    await putOffThenCanceled();
    fixture.clock.ms += 25 * 3_600_000;
    expect(await fixture.deliver(job)).toEqual({ done: true });
    expect(await fixture.statuses(job)).toMatchObject({ parts: ["sent", "failed"] });
  });

  it("is ended with its message by who looks at what nobody works", async () => {
    await putOffThenCanceled();
    const messages = messageStore(fixture.items);
    const { parts, surprises } = await messages.ensureOutgoing(job.message);
    const deps = { messages, due: dueStore(fixture.items), now: () => new Date(fixture.clock.ms) };
    await abandon(deps, ref, { parts, surprises }, () => failure("overlooked"));
    expect(await fixture.statuses(job)).toMatchObject({ parts: ["sent", "failed"] });
  });
});

describe("a worker whose time is over", () => {
  it("leaves an open call to whoever has the message now", async () => {
    await messageStore(fixture.items).begin(job.message, 0, 1, new Date(fixture.clock.ms));
    expect(
      await fixture.deliver(
        job,
        fixture.run(2, () => 0),
      ),
    ).toEqual({ later: 0 });
    expect(await fixture.statuses(job)).toMatchObject({ parts: ["sending", "queued"] });
    await fixture.deliver(job, fixture.run(3));
    expect(await fixture.statuses(job)).toMatchObject({ parts: ["unknown", "sent"] });
  });
});
