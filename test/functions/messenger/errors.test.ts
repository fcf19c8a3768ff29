import { describe, expect, it } from "vitest";
import { messengerErrors } from "../../../functions/messenger/errors.ts";
import { graphOutcome } from "../../../shared/providers/meta-graph/client.ts";
import { graphError } from "./page-support.ts";

const outcome = (code: number, subcode?: number, status = 400, earlierTries = 0) =>
  graphOutcome(
    { status, headers: {}, body: JSON.stringify(graphError(code, subcode)) },
    messengerErrors,
    () => undefined,
    earlierTries,
  );

describe("a refusal by Messenger", () => {
  it.each([
    [1, 99, "admin", true],
    [2, 2018344, "admin", true],
    [4, 2018354, "agent", true],
    [9, 2018352, "agent", true],
    [10, undefined, "admin", true],
    [10, 2018065, "customer", true],
    [10, 2018108, "customer", true],
    [10, 2018278, "customer", true],
    [100, undefined, "developer", false],
    [100, 1893061, "developer", false],
    [100, 33, "admin", false],
    [100, 2018001, "admin", false],
    [100, 2018032, "developer", false],
    [100, 2018034, "developer", false],
    [100, 2018109, "agent", false],
    [190, undefined, "admin", true],
    [190, 460, "admin", true],
    [200, undefined, "admin", true],
    [200, 1545041, "customer", true],
    [200, 2018027, "admin", true],
    [200, 2018028, "admin", true],
    [230, undefined, "admin", true],
    [551, 1545041, "customer", true],
    [10303, undefined, "developer", false],
  ] as const)("%i/%s is final and says who can fix it: %s", (code, subcode, fix_by, retryable) => {
    const found = outcome(code, subcode);
    expect(found).toMatchObject({
      kind: "refused",
      failure: {
        code: "provider_refused",
        provider_code: subcode === undefined ? `${code}` : `${code}/${subcode}`,
        retryable,
        fix_by,
      },
    });
    expect(found.kind === "refused" && found.failure.next_step.length).toBeGreaterThan(20);
  });

  it("tells the agent to wait for the contact when the window is closed", () => {
    const found = outcome(10, 2018278);
    expect(found.kind === "refused" && found.failure.next_step).toContain("until the contact writes again");
  });
});

describe("a throttle by Messenger", () => {
  it.each([
    [1, undefined, "contact", [5, 5, 5], 2],
    [2, undefined, "contact", [2, 2, 2], 3],
    [1200, undefined, "contact", [2, 2, 2], 3],
    [100, 2018047, "contact", [5, 5, 5], 2],
    [4, undefined, "account", [60, 120, 300], undefined],
    [4, 2018022, "account", [60, 120, 300], undefined],
    [17, undefined, "account", [60, 120, 300], undefined],
    [32, undefined, "account", [60, 120, 300], undefined],
    [613, undefined, "account", [1, 2, 300], undefined],
    [10, 1893063, "account", [3600, 3600, 3600], undefined],
    [368, undefined, "account", [3600, 3600, 3600], undefined],
  ] as const)("%i/%s lets the %s wait, by %j s, %s tries", (code, subcode, scope, seconds, tries) => {
    const found = [0, 1, 50].map((earlier) => outcome(code, subcode, 400, earlier));
    expect(found.map((one) => one.kind === "throttled" && one.retry_after)).toEqual(seconds);
    expect(found[0]).toMatchObject({ failure: { code: "provider_throttled", retryable: true } });
    expect(found[0]?.kind === "throttled" && (found[0].scope ?? "contact")).toBe(scope);
    expect(found[0]?.kind === "throttled" && found[0].tries).toBe(tries);
  });

  it.each([
    [10, 1893063],
    [368, undefined],
  ])("%i/%s is for the admin to lift meanwhile", (code, subcode) => {
    expect(outcome(code, subcode)).toMatchObject({ failure: { fix_by: "admin" } });
  });
});

it("“invalid JSON reply” is never sent again: Meta says such messages did go out", () => {
  expect(outcome(1, 1357046, 500)).toEqual({ kind: "lost", reason: "Graph error 1/1357046" });
});
