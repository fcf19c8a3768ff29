import { describe, expect, it } from "vitest";
import { twilioOutcome } from "../../../../shared/providers/twilio/client.ts";
import { undeliveredCard } from "../../../../shared/providers/twilio/errors.ts";

const SID = `SM${"0a".repeat(16)}`;
const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: typeof body === "string" ? body : JSON.stringify(body),
});
const refused = (code: number, status = 400) =>
  answer(status, { code, message: "Twilio's own words", more_info: "https://…", status });

describe("what Twilio's answer means", () => {
  it("is sent, with its SID and its word", () => {
    const body = { sid: SID, status: "queued", error_code: null, num_segments: "1" };
    expect(twilioOutcome(answer(201, body))).toEqual({
      kind: "sent",
      provider_message_id: SID,
      word: "queued",
    });
  });

  it("is a failure when the message failed as it was created: no report would follow", () => {
    const body = { sid: SID, status: "failed", error_code: 30007, error_message: "Filtered" };
    expect(twilioOutcome(answer(201, body))).toMatchObject({
      kind: "refused",
      failure: {
        code: "provider_undelivered",
        provider_code: "30007",
        fix_by: "admin",
        provider_message: "Filtered",
      },
    });
  });

  it.each([
    ["201 without a SID", answer(201, { status: "queued" })],
    ["201 with something that is no SID", answer(201, { sid: "1", status: "queued" })],
    ["201 that is cut off", answer(201, `{"sid":"${SID}`)],
    ["an HTML page from a gateway", answer(502, "<html>Bad Gateway</html>")],
    ["an empty 500", answer(500, "")],
    ["a server error in Twilio's envelope", refused(20500, 500)],
    ["a server error that hides behind a 400", refused(20500)],
    ["20503", refused(20503, 503)],
    ["a known refusal inside a 5xx", refused(21610, 503)],
    ["a redirect", answer(302, "")],
    ["JSON that is no envelope", answer(400, { error: "nope" })],
    ["a list", answer(200, [])],
  ])("is unknown, so that it is never sent again: %s", (_, lost) => {
    expect(twilioOutcome(lost).kind).toBe("lost");
  });

  it("is put off by 1, 2, 4 and then always 4 seconds at the concurrency limit", () => {
    const pauses = [0, 1, 2, 3, 50].map((earlier) => twilioOutcome(refused(20429, 429), earlier));
    expect(pauses.map((one) => one.kind === "throttled" && one.retry_after)).toEqual([1, 2, 4, 4, 4]);
  });

  it.each([
    ["as long as it asks", { "retry-after": "17" }, 17],
    ["not for a year", { "retry-after": "31536000" }, 3_600],
    ["never less than a second", { "retry-after": "0" }, 1],
    ["by its own step when it asks for nonsense", { "retry-after": "-5" }, 1],
  ])("is put off %s", (_, headers, seconds) => {
    expect(twilioOutcome({ ...refused(20429, 429), headers })).toMatchObject({
      kind: "throttled",
      retry_after: seconds,
      failure: { code: "provider_throttled", provider_code: "20429", retryable: true },
    });
  });

  it.each([
    ["a 429 that is no envelope", answer(429, "Too Many Requests"), 1],
    ["20429 inside another status", refused(20429, 503), 1],
    ["a full queue of ten hours", refused(21611), 300],
    ["a daily cap", refused(30023), 3_600],
  ])("is put off, not refused: %s", (_, throttled, seconds) => {
    expect(twilioOutcome(throttled)).toMatchObject({ kind: "throttled", retry_after: seconds });
  });

  it("never waits over an hour of its own accord", () => {
    expect(twilioOutcome(refused(30023), 2)).toMatchObject({ retry_after: 3_600 });
  });

  it("tries a media download once more, with a card that says what to look at then", () => {
    expect(twilioOutcome(refused(63019))).toMatchObject({
      kind: "throttled",
      tries: 2,
      failure: { fix_by: "developer", next_step: expect.stringContaining("HEAD and GET") },
    });
  });

  /** A carrier, a download or a daily cap towards one network leaves the account's other messages alone. */
  it.each([
    [20429, "account", [1, 2, 4, 4]],
    [21611, "account", [300, 600, 1200, 1200]],
    [30001, "account", [300, 600, 1200, 1200]],
    [63018, "account", [300, 600, 1200, 1200]],
    [63038, "account", [300, 600, 1200, 1200]],
    [30017, "contact", [300, 600, 1200, 1200]],
    [30410, "contact", [300, 600, 1200, 1200]],
    [30022, "contact", [60, 120, 240, 240]],
    [30023, "contact", [3600, 3600, 3600, 3600]],
    [30027, "contact", [3600, 3600, 3600, 3600]],
    [63010, "contact", [30, 60, 120, 120]],
    [63019, "contact", [5, 10, 20, 20]],
  ] as const)("lets, for %i, the %s wait, by %j s", (code, scope, seconds) => {
    const found = [0, 1, 2, 50].map((earlier) => twilioOutcome(refused(code), earlier));
    expect(found.map((one) => one.kind === "throttled" && one.retry_after)).toEqual(seconds);
    expect(found.map((one) => one.kind === "throttled" && (one.scope ?? "contact"))).toEqual(
      Array(4).fill(scope),
    );
  });

  it.each([
    ...[21211, 21614, 21217, 21401, 21421, 21604, 21612],
    ...[21212, 21606, 21601, 21603, 21607, 21621, 21622, 21703, 21704, 21705, 21712],
    ...[20003, 20404, 21408, 21608, 21219, 21610, 21602, 21617, 21618, 21619, 21654, 21655, 21656],
    ...[
      21620, 21623, 11751, 30019, 21609, 30002, 30003, 30004, 30007, 30450, 30005, 30006, 30008, 30010, 30011,
    ],
    ...[30018, 30024, 30032, 30034, 30035, 63001, 63003, 63007, 63013, 63015, 63020, 63021, 63024],
    ...[63032, 63033, 63051, 63016],
  ])("is refused for good, with words of ours: %i", (code) => {
    const found = twilioOutcome(refused(code));
    expect(found.kind).toBe("refused");
    expect(found.kind === "refused" && found.failure.message).not.toBe("Twilio's own words");
  });

  it.each([
    [20003, "admin", true],
    [20404, "admin", true],
    [21211, "agent", false],
    [21408, "admin", true],
    [21608, "admin", true],
    [21610, "customer", false],
    [21612, "agent", false],
    [21614, "agent", false],
    [21606, "admin", true],
    [21617, "developer", false],
    [21620, "agent", false],
    [21609, "admin", true],
    [30034, "admin", true],
    [99999, "developer", false],
  ])("is refused with a card that says who can help: %i", (code, fix_by, retryable) => {
    const outcome = twilioOutcome(refused(code));
    expect(outcome).toMatchObject({
      kind: "refused",
      failure: {
        code: "provider_refused",
        provider_code: String(code),
        provider_message: "Twilio's own words",
        fix_by,
        retryable,
      },
    });
    expect(outcome.kind === "refused" && outcome.failure.next_step).toMatch(/\.$/);
  });

  it("passes Twilio's own sentence on where we have no better one", () => {
    expect(twilioOutcome(refused(99999))).toMatchObject({ failure: { message: "Twilio's own words" } });
  });
});

describe("the card of a message that Twilio could not deliver", () => {
  it.each([
    [30003, "customer", true],
    [30005, "agent", false],
    [30007, "admin", false],
    [30008, "provider", true],
    [30017, "provider", true],
  ])("says whether to send it again: %i", (code, fix_by, retryable) => {
    expect(undeliveredCard(code)).toMatchObject({ code: "provider_undelivered", fix_by, retryable });
  });

  it("does not promise another try that nobody makes", () => {
    expect(undeliveredCard(30017).next_step).toBe("Resend it in some minutes.");
    expect(undeliveredCard(30017)).not.toHaveProperty("provider_message");
  });

  it("says so when there is no reason, or one we do not know", () => {
    expect(undeliveredCard(undefined)).toMatchObject({ retryable: true, fix_by: "provider" });
    expect(undeliveredCard(88888)).toMatchObject({
      message: "Twilio reports error 88888.",
      retryable: false,
    });
  });
});
