import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  FACTS,
  type FactName,
  freshState,
  hasOpenIntent,
  type MessageState,
  nextStep,
  type PartState,
  statusOf,
  statusOfPart,
} from "../../../shared/domain/delivery.ts";
import { Database } from "../../../shared/embedded/database.ts";
import { ITEMS_SCHEMA, sqliteItems } from "../../../shared/embedded/items.ts";
import { messageStore } from "../../../shared/store/messages.ts";
import { jobOf, MESSAGE_ID } from "../../support/delivery.ts";

const part = (given: Partial<PartState> = {}, ...facts: FactName[]): PartState => ({
  ...freshState(1).parts[0]!,
  ...given,
  facts: Object.fromEntries(facts.map((fact) => [fact, { at: "2026-03-01T09:00:00.000Z" }])),
});
const stateOf = (...parts: PartState[]): MessageState => ({ parts, surprises: 0 });

describe("what a part shows", () => {
  it.each([
    [[], "queued"],
    [["sending"], "sending"],
    [["sending", "unknown"], "unknown"],
    [["sending", "unknown", "lost"], "failed"],
    [["sending", "unknown", "lost", "sent"], "sent"],
    [["lost", "failed"], "failed"],
    [["sent", "failed"], "failed"],
    [["failed", "delivered"], "delivered"],
    [["delivered", "read", "failed"], "read"],
    [["canceled"], "canceled"],
  ] as [FactName[], string][])("knowing %j: %s", (facts, status) => {
    expect(statusOfPart(part({}, ...facts))).toBe(status);
  });
});

describe("what is told of a part, in any order and any number of times", () => {
  const told = fc.array(fc.constantFrom(...FACTS), { minLength: 1, maxLength: 12 });

  it("ends the same as in the store", async () => {
    const database = new Database(undefined, ITEMS_SCHEMA);
    const messages = messageStore(sqliteItems(database));
    let made = 0;
    const statusAfter = async (facts: FactName[]) => {
      const { message } = jobOf(1, `${MESSAGE_ID.slice(0, 16)}${String(made++).padStart(10, "0")}`);
      await messages.addOutgoing(message);
      const ref = { conversation_id: message.conversation_id, message_id: message.id };
      let shown = -1;
      for (const [index, fact] of facts.entries()) {
        const at = new Date(index).toISOString();
        const state = await messages.record(ref, [{ part: 0, fact, value: { at } }]);
        const top = FACTS.findLastIndex((name) => state!.parts[0]!.facts[name]);
        // It only rises.
        expect(top).toBeGreaterThanOrEqual(shown);
        shown = top;
      }
      const view = await messages.get(ref);
      return view?.kind === "outgoing" ? statusOf(view.state) : undefined;
    };
    await fc.assert(
      fc.asyncProperty(
        told.chain((facts) =>
          fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: facts.length })),
        ),
        async ([facts, shuffled]) => {
          expect(await statusAfter([...shuffled, ...shuffled])).toBe(await statusAfter(facts));
        },
      ),
      { numRuns: 300 },
    );
    database.close();
  });
});

describe("what a message shows", () => {
  it.each([
    [[["sent"], ["sent"]], "sent"],
    [[["read"], ["sent"]], "sent"],
    [[["sent"], ["sending"]], "sending"],
    [[["sent"], []], "queued"],
    [[["sent"], ["unknown"]], "unknown"],
    [[["unknown"], ["sending"]], "sending"],
    [[["delivered"], ["failed"], ["canceled"]], "failed"],
    [[["lost"], ["sent"]], "failed"],
    [[["read"], ["delivered"]], "delivered"],
    // The failed part got proof after all, but what was canceled with it never leaves.
    [[["failed", "delivered"], ["canceled"]], "canceled"],
  ] as [FactName[][], string][])("with parts that know %j: %s", (parts, status) => {
    expect(statusOf(stateOf(...parts.map((facts) => part({}, ...facts))))).toBe(status);
  });
});

describe("what a worker does next", () => {
  const done = part({ attempt: 1 }, "sending", "sent");

  it.each([
    ["a new message", stateOf(part(), part()), { do: "call", part: 0, attempt: 1 }],
    ["the next part", stateOf(done, part()), { do: "call", part: 1, attempt: 1 }],
    [
      "an open intent",
      stateOf(done, part({ attempt: 2, closed: 1 }, "sending")),
      { do: "give up on", part: 1 },
    ],
    [
      "an intent that is known not to have sent",
      stateOf(part({ attempt: 2, closed: 2 }, "sending")),
      { do: "call", part: 0, attempt: 3 },
    ],
    [
      "an unknown part",
      stateOf(part({ attempt: 1 }, "unknown"), part()),
      { do: "call", part: 1, attempt: 1 },
    ],
    ["a failed message", stateOf(part({}, "failed"), part({}, "canceled")), { do: "nothing" }],
    ["a message that was sent", stateOf(done, done), { do: "nothing" }],
  ] as [string, MessageState, ReturnType<typeof nextStep>][])("with %s", (_, state, step) => {
    expect(nextStep(state)).toEqual(step);
  });

  it("an intent stays open until its call is known not to have sent, or anything is known of it", () => {
    expect(hasOpenIntent(part({ attempt: 1 }, "sending"))).toBe(true);
    expect(hasOpenIntent(part({ attempt: 1, closed: 1 }, "sending"))).toBe(false);
    expect(hasOpenIntent(part({ attempt: 1 }, "sending", "delivered"))).toBe(false);
    expect(hasOpenIntent(part())).toBe(false);
  });
});
