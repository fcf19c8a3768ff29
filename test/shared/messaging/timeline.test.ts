import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FACTS, type FactName, type PartState, type Try } from "../../../shared/domain/delivery.ts";
import { timelineOf } from "../../../shared/messaging/timeline.ts";

const at = (seconds: number) => new Date(Date.UTC(2026, 2, 1, 9) + Math.round(seconds * 1000)).toISOString();
/** A part from the second, after nine o'clock, of each thing that happened to it. */
const part = (facts: Partial<Record<FactName, number>>, ...tries: number[]): PartState => ({
  attempt: 1,
  closed: 0,
  facts: Object.fromEntries(Object.entries(facts).map(([name, second]) => [name, { at: at(second) }])),
  tries: tries.map((second): Try => ({ at: at(second), code: "130429", message: "Slow", retry_after: 1 })),
});
const events = (...parts: PartState[]) =>
  timelineOf({ parts, surprises: 0 }).map(({ part: index, event }) => `${index} ${event}`);

describe("the timeline of a message", () => {
  it("does not show a delivery, told in whole seconds, before the sending that our clock told exactly", () => {
    expect(events(part({ sending: 5.4, sent: 5.7, delivered: 5, read: 5 }))).toEqual([
      "0 sending",
      "0 sent",
      "0 delivered",
      "0 read",
    ]);
  });

  it("shows tries between the sending and its outcome, in their own order", () => {
    expect(events(part({ sending: 5.1, sent: 5.9 }, 5.4, 5.2))).toEqual([
      "0 sending",
      "0 attempt",
      "0 attempt",
      "0 sent",
    ]);
    const tries = timelineOf({ parts: [part({ sending: 5.1 }, 5.4, 5.2)], surprises: 0 });
    expect(tries.map((event) => event.at)).toEqual([at(5.1), at(5.2), at(5.4)]);
    expect(events(part({ sending: 5.1, sent: 9.2 }, 5.4, 7))).toEqual([
      "0 sending",
      "0 attempt",
      "0 attempt",
      "0 sent",
    ]);
  });

  it("shows parts that left in one second one after the other, and what was canceled after its reason", () => {
    expect(
      events(part({ sending: 5.1, sent: 5.2, delivered: 5 }), part({ sending: 5.2, sent: 5.3 })),
    ).toEqual(["0 sending", "0 sent", "0 delivered", "1 sending", "1 sent"]);
    expect(events(part({ sending: 5.1, failed: 5.2 }), part({ canceled: 5.2 }))).toEqual([
      "0 sending",
      "0 failed",
      "1 canceled",
    ]);
  });

  it("keeps later seconds later, whatever happened in them", () => {
    expect(events(part({ sending: 5.9, unknown: 16, lost: 136, sent: 140, delivered: 138 }))).toEqual([
      "0 sending",
      "0 unknown",
      "0 failed",
      "0 delivered",
      "0 sent",
    ]);
    expect(events(part({ sending: 5, sent: 6, read: 9 }), part({ sending: 6, sent: 8 }))).toEqual([
      "0 sending",
      "0 sent",
      "1 sending",
      "1 sent",
      "0 read",
    ]);
  });

  it("shows every event as it is stored, and nothing of how it was sorted", () => {
    const failure = {
      code: "x",
      message: "No.",
      retryable: false,
      fix_by: "provider" as const,
      next_step: "-",
    };
    const parts: PartState[] = [
      { ...part({}, 5), facts: { failed: { at: at(6), failure, word: "failed" } } },
    ];
    expect(timelineOf({ parts, surprises: 0 })).toEqual([
      { part: 0, event: "attempt", at: at(5), code: "130429", message: "Slow", retry_after: 1 },
      { part: 0, event: "failed", at: at(6), failure, word: "failed" },
    ]);
  });

  it("is the same in whatever order the facts became known", () => {
    const known = fc.uniqueArray(fc.tuple(fc.constantFrom(...FACTS), fc.integer({ min: 0, max: 3_000 })), {
      selector: ([name]) => name,
    });
    fc.assert(
      fc.property(known, (facts) => {
        const of = (list: typeof facts) =>
          events(part(Object.fromEntries(list.map(([name, ms]) => [name, ms / 1000]))));
        expect(of(facts.toReversed())).toEqual(of(facts));
      }),
    );
  });
});
