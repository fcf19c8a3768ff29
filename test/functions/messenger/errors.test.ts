import { describe, expect, it } from "vitest";
import { messengerErrors } from "../../../functions/messenger/errors.ts";
import { graphOutcome } from "../../../shared/providers/meta-graph/client.ts";
import { graphError } from "./page-support.ts";

const outcome = (code: number, subcode?: number, status = 400) =>
  graphOutcome(
    { status, headers: {}, body: JSON.stringify(graphError(code, subcode)) },
    messengerErrors,
    () => undefined,
  );

describe("a refusal by Messenger", () => {
  it.each([
    [1, 99, "admin", true],
    [2, 2018344, "admin", true],
    [4, 2018354, "agent", true],
    [9, 2018352, "agent", true],
    [10, undefined, "admin", true],
    [10, 1893063, "admin", true],
    [10, 2018065, "customer", true],
    [10, 2018108, "customer", true],
    [10, 2018278, "customer", true],
    [100, undefined, "developer", false],
    [100, 1893061, "developer", false],
    [100, 33, "admin", false],
    [100, 2018001, "admin", false],
    [100, 2018032, "developer", false],
    [100, 2018034, "developer", false],
    [100, 2018047, "agent", true],
    [100, 2018109, "agent", false],
    [190, undefined, "admin", true],
    [190, 460, "admin", true],
    [200, undefined, "admin", true],
    [200, 1545041, "customer", true],
    [200, 2018027, "admin", true],
    [200, 2018028, "admin", true],
    [230, undefined, "admin", true],
    [368, undefined, "admin", true],
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
    [1, undefined, 5, 2],
    [2, undefined, 2, 3],
    [1200, undefined, 2, 3],
    [4, undefined, 60, undefined],
    [4, 2018022, 60, undefined],
    [17, undefined, 60, undefined],
    [32, undefined, 60, undefined],
    [613, undefined, 5, undefined],
  ] as const)("%i/%s waits %d s, %s tries", (code, subcode, retry_after, tries) => {
    const found = outcome(code, subcode);
    expect(found).toMatchObject({
      kind: "throttled",
      retry_after,
      failure: { code: "provider_throttled", retryable: true },
    });
    expect(found.kind === "throttled" && found.tries).toBe(tries);
  });
});

it("“invalid JSON reply” is never sent again: Meta says such messages did go out", () => {
  expect(outcome(1, 1357046, 500)).toEqual({ kind: "lost", reason: "Graph error 1/1357046" });
});
