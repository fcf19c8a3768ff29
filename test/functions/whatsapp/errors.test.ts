import { describe, expect, it } from "vitest";
import { ERRORS, failureOf } from "../../../functions/whatsapp/errors.ts";
import { graphOutcome } from "../../../shared/providers/meta-graph/client.ts";

const answer = (code: number, status = 400, headers = {}) => ({
  status,
  headers,
  body: JSON.stringify({
    error: {
      message: `(#${code}) title`,
      type: "OAuthException",
      code,
      error_data: { messaging_product: "whatsapp", details: "the details" },
      fbtrace_id: "x",
    },
  }),
});
const outcome = (code: number, status?: number, headers?: Record<string, string>, earlierTries?: number) =>
  graphOutcome(answer(code, status, headers), ERRORS, () => undefined, earlierTries);

const secondsOf = (result: ReturnType<typeof outcome>) =>
  result.kind === "throttled" ? result.retry_after : undefined;

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes */
const refusedBy = {
  admin: [
    0, 190, 3, 10, 200, 230, 299, 131005, 33, 131045, 133010, 368, 130497, 131031, 131037, 131042, 131055,
    131063, 134100, 134101, 134102, 132007, 132015, 132016, 132068,
  ],
  developer: [100, 131008, 131009, 135000, 131051, 131021, 132000, 132001, 132005, 132012, 132018],
  agent: [131053, 131047],
  customer: [131052, 131026, 131050, 130403],
  provider: [131049, 130472],
};
/** Who waits, and the seconds of the first, second, third, fourth and of a late try. */
const throttled: [number, "contact" | "account", number[]][] = [
  [2, "contact", [1, 2, 4, 8, 300]],
  [131016, "contact", [1, 2, 4, 8, 300]],
  [133004, "contact", [1, 2, 4, 8, 300]],
  [131056, "contact", [1, 4, 16, 64, 300]],
  [4, "account", [60, 120, 240, 300, 300]],
  [80007, "account", [300, 600, 1200, 2400, 3600]],
  [130429, "account", [2, 4, 8, 16, 300]],
  [131057, "account", [60, 120, 240, 300, 300]],
  [133016, "account", [600, 1200, 2400, 3600, 3600]],
  [132069, "account", [3600, 3600, 3600, 3600, 3600]],
  [131048, "account", [3600, 3600, 3600, 3600, 3600]],
  [131064, "account", [3600, 3600, 3600, 3600, 3600]],
];

describe.each(Object.entries(refusedBy))("what only the %s can fix", (fixer, codes) => {
  it.each(codes)("%d is refused, with a sentence to act on", (code) => {
    const result = outcome(code);
    expect(result).toMatchObject({
      kind: "refused",
      failure: {
        code: "provider_refused",
        provider_code: `${code}`,
        provider_message: `(#${code}) title`,
        message: "the details",
        fix_by: fixer,
      },
    });
    expect(result.kind === "refused" && result.failure.next_step).toMatch(/^[A-Z].{15,}\.$/);
  });
});

describe("what passes by itself", () => {
  it.each(throttled)("%d lets the %s wait, by %j s", (code, scope, seconds) => {
    const result = outcome(code);
    expect([0, 1, 2, 3, 50].map((earlier) => secondsOf(outcome(code, 400, {}, earlier)))).toEqual(seconds);
    expect(result).toMatchObject({ kind: "throttled" });
    expect(result.kind === "throttled" && (result.scope ?? "contact")).toBe(scope);
    expect(result).not.toHaveProperty("tries");
    expect(result.kind === "throttled" && result.failure).toMatchObject({
      retryable: true,
      provider_code: `${code}`,
    });
  });

  it.each([429, 500, 503])("a code nobody knows waits in HTTP %d, growing, and not for ever", (status) => {
    const waits = [0, 1, 2, 9].map((earlier) => secondsOf(outcome(999_999, status, {}, earlier)));
    expect(waits).toEqual([1, 2, 4, 300]);
    const result = outcome(999_999, status);
    expect(result).toMatchObject({ tries: 10 });
    expect(result).not.toHaveProperty("scope");
  });

  it("the provider's own Retry-After wins over ours, growth included", () => {
    expect(secondsOf(outcome(131056, 429, { "retry-after": "17" }, 3))).toBe(17);
  });
});

it.each([1, 131000])("%d may have gone out all the same, so it is never sent again", (code) => {
  expect(outcome(code, 500)).toEqual({ kind: "lost", reason: `Graph error ${code}` });
});

it("a blocked account or an unpaid bill is worth a resend once settled, an unreachable number is not", () => {
  const retryable = (code: number) => failureOf(code, "title", undefined).retryable;
  expect([190, 131042, 134101].map(retryable)).toEqual([true, true, true]);
  expect([131026, 131047, 131049, 131050, 100].map(retryable)).toEqual([false, false, false, false, false]);
});

describe("a failure that comes by callback", () => {
  it("has the same card as the answer would have", () => {
    expect(failureOf(131047, "Re-engagement message", "More than 24 hours have passed")).toEqual({
      code: "provider_refused",
      message: "More than 24 hours have passed",
      provider_code: "131047",
      provider_message: "Re-engagement message",
      retryable: false,
      fix_by: "agent",
      next_step: "Send a template: the contact wrote more than 24 hours ago.",
    });
  });

  it.each([130429, 131000, 1])(
    "of code %d is for the agent to resend: nothing repeats it by itself",
    (code) => {
      expect(failureOf(code, "title", undefined)).toMatchObject({
        retryable: true,
        fix_by: "agent",
        message: "title",
      });
    },
  );

  it("of a code nobody knows goes to the developer", () => {
    expect(failureOf(999_999, "new", undefined)).toMatchObject({ retryable: false, fix_by: "developer" });
  });
});
