import { describe, expect, it } from "vitest";
import { notDone } from "../../../functions/x/api.ts";
import { NOW } from "./x-support.ts";

const SECOND = NOW.getTime() / 1_000;
const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: typeof body === "string" ? body : JSON.stringify(body),
});
const outcome = (status: number, body: unknown, headers = {}, earlier = 0) =>
  notDone(answer(status, body, headers), NOW, earlier);
const problem = (status: number, type = "about:blank") => ({
  title: "No",
  type,
  status,
  detail: "It says why.",
});
const legacy = (code: number) => ({ errors: [{ code, message: "It says why." }] });

describe("a refusal of X's", () => {
  it.each([
    ["a closed inbox", 403, problem(403), "403", "customer", true],
    [
      "a missing scope",
      403,
      problem(403, "https://api.twitter.com/2/problems/client-forbidden"),
      "client-forbidden",
      "admin",
      true,
    ],
    ["cannot send to this user", 403, legacy(349), "349", "customer", true],
    ["not following", 403, legacy(150), "150", "customer", true],
    ["no right to direct messages", 403, legacy(93), "93", "admin", true],
    ["a token that ended", 401, problem(401), "401", "admin", true],
    ["no credits left", 402, problem(402, "https://api.x.com/2/problems/credits"), "credits", "admin", true],
    ["a broken request", 400, problem(400), "400", "developer", false],
    ["nobody there", 404, problem(404), "404", "agent", false],
    ["a status nobody wrote down", 418, problem(418), "418", "developer", false],
    ["an error under a success", 200, legacy(349), "349", "customer", true],
  ])("for %s says who can mend it", (_, status, body, provider_code, fix_by, retryable) => {
    expect(outcome(status, body)).toMatchObject({
      kind: "refused",
      failure: { code: "provider_refused", message: "It says why.", provider_code, fix_by, retryable },
    });
  });

  it.each([
    ["a server error in its own words", 503, problem(503)],
    ["a page of HTML", 502, "<html>"],
    ["a refusal without its envelope", 403, "no"],
    ["a success without an id", 201, { data: {} }],
    ["nothing", 200, ""],
  ])("is none: %s leaves open what happened", (_, status, body) => {
    expect(outcome(status, body)).toMatchObject({ kind: "lost" });
  });
});

describe("a throttle of X's", () => {
  const wait = (headers: Record<string, string>, earlier = 0) => {
    const told = outcome(429, problem(429), headers, earlier);
    expect(told).toMatchObject({ kind: "throttled", scope: "account" });
    return told.kind === "throttled" && told.retry_after;
  };

  it("lasts until the limit begins anew", () => {
    expect(wait({ "x-rate-limit-remaining": "0", "x-rate-limit-reset": String(SECOND + 500) })).toBe(500);
  });

  it("lasts for the day's limit where that one is used up, though never more than an hour before X is asked", () => {
    const quarter = { "x-rate-limit-remaining": "3", "x-rate-limit-reset": String(SECOND + 60) };
    const day = (left: number) => ({
      "x-user-limit-24hour-remaining": "0",
      "x-user-limit-24hour-reset": String(SECOND + left),
    });
    expect(wait({ ...quarter, ...day(1_800) })).toBe(1_800);
    expect(wait({ ...quarter, ...day(80_000) })).toBe(3_600);
  });

  it("lasts longer each time where X says nothing sane, at most a quarter of an hour", () => {
    expect([0, 1, 2, 9].map((earlier) => wait({}, earlier))).toEqual([60, 120, 240, 900]);
    expect(wait({ "x-rate-limit-reset": "soon" })).toBe(60);
    expect(wait({ "x-rate-limit-reset": String(SECOND - 5) })).toBe(60);
    expect(wait({ "retry-after": "7" })).toBe(7);
  });

  it("is known by its code under any status, and by its status without an envelope", () => {
    expect(outcome(403, legacy(88)).kind).toBe("throttled");
    expect(outcome(429, "slow down").kind).toBe("throttled");
  });
});
