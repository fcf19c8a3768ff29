import { describe, expect, it } from "vitest";
import { instagramErrors } from "../../../functions/instagram/errors.ts";
import { graphOutcome } from "../../../shared/providers/meta-graph/client.ts";
import { graphError } from "../messenger/page-support.ts";

const outcome = (code: number, subcode?: number, status = 400) =>
  graphOutcome(
    { status, headers: {}, body: JSON.stringify(graphError(code, subcode)) },
    instagramErrors,
    () => undefined,
  );

describe("a refusal by Instagram", () => {
  it.each([
    [10, 2534022, "customer", true],
    [10, 1893063, "admin", true],
    [10, undefined, "admin", true],
    [100, 2534014, "admin", false],
    [100, 2534029, "admin", true],
    [100, undefined, "developer", false],
    [190, undefined, "admin", true],
    [200, 2534041, "admin", true],
    [551, undefined, "customer", true],
  ] as const)("%i/%s is final and says who can fix it: %s", (code, subcode, fix_by, retryable) => {
    const found = outcome(code, subcode);
    expect(found).toMatchObject({ kind: "refused", failure: { retryable, fix_by } });
    expect(found.kind === "refused" && found.failure.next_step.length).toBeGreaterThan(20);
  });

  it("for a closed window names the Requests folder, where an answered thread may still lie", () => {
    const found = outcome(10, 2534022, 403);
    expect(found.kind === "refused" && found.failure.next_step).toContain("Requests");
  });
});

it.each([
  [613, 2534040, 5],
  [613, undefined, 5],
  [2, undefined, 2],
  [4, undefined, 60],
] as const)("a throttle by Instagram, %i/%s, waits %i s", (code, subcode, retry_after) => {
  expect(outcome(code, subcode)).toMatchObject({ kind: "throttled", retry_after });
});

it("an error that may hide a sent message is never taken for “not sent”", () => {
  expect(outcome(1, 1357046)).toMatchObject({ kind: "lost" });
});
