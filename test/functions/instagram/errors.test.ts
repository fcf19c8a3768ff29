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
  [613, 2534040, "account", 1],
  [613, undefined, "account", 1],
  [10, 1893063, "account", 3600],
  [4, undefined, "account", 60],
  [17, undefined, "account", 60],
  [32, undefined, "account", 60],
  [2, undefined, "contact", 2],
] as const)("a throttle by Instagram, %i/%s, lets the %s wait %i s", (code, subcode, scope, retry_after) => {
  const found = outcome(code, subcode);
  expect(found).toMatchObject({ kind: "throttled", retry_after });
  expect(found.kind === "throttled" && (found.scope ?? "contact")).toBe(scope);
});

it("an error that may hide a sent message is never taken for “not sent”", () => {
  expect(outcome(1, 1357046)).toMatchObject({ kind: "lost" });
});
