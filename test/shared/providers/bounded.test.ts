import { describe, expect, it } from "vitest";
import type { Failure } from "../../../shared/domain/errors.ts";
import { bounded } from "../../../shared/providers/bounded.ts";

const long = "😀".repeat(10_000);
const failure: Failure = {
  code: "provider_refused",
  message: long,
  provider_code: "100",
  provider_message: long,
  retryable: false,
  fix_by: "developer",
  next_step: "Correct it.",
};

describe("a provider that answers at length", () => {
  it.each([
    { kind: "refused", failure } as const,
    { kind: "throttled", failure, retry_after: 1 } as const,
    { kind: "lost", reason: long } as const,
    { kind: "sent", provider_message_id: "m_1", word: long } as const,
  ])("has its words cut when the message is $kind", (outcome) => {
    const kept = JSON.stringify(bounded(outcome));
    expect(kept.length).toBeLessThan(5_000);
    expect(kept.isWellFormed()).toBe(true);
    expect(bounded(outcome)).toMatchObject({ kind: outcome.kind });
  });

  it("is not believed when its message id could not be one", () => {
    expect(bounded({ kind: "sent", provider_message_id: "x".repeat(513) })).toMatchObject({ kind: "lost" });
    expect(bounded({ kind: "sent", provider_message_id: "x".repeat(512) })).toMatchObject({ kind: "sent" });
  });

  it("keeps what is short as it is", () => {
    const outcome = {
      kind: "refused" as const,
      failure: { ...failure, message: "No", provider_message: "No" },
    };
    expect(bounded(outcome)).toEqual(outcome);
  });
});
