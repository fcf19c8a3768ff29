import { afterEach, describe, expect, it, vi } from "vitest";
import type { Event } from "../../../shared/domain/event.ts";
import { log } from "../../../shared/lambda/log.ts";
import { reportOutcome } from "../../../shared/lambda/report-outcome.ts";

const event = (status: string, more: Partial<Event> = {}, error: unknown = null): Event => ({
  id: "e1",
  type: "message.status",
  organization_id: 1,
  conversation_id: 101,
  message_id: "m1",
  is_note: false,
  is_final: true,
  at: "2026-03-01T09:00:00.000Z",
  data: {
    id: "m1",
    status,
    parts: [
      { status, error: null },
      { status, error },
    ],
  },
  ...more,
});
const card = { code: "provider_refused", fix_by: "admin", message: "Only we may read this." };

const linesOf = (told: Event): unknown[] => {
  const warn = vi.spyOn(log, "warn").mockImplementation(() => {});
  reportOutcome(told);
  return warn.mock.calls.map(([fields]) => fields);
};
afterEach(() => vi.restoreAllMocks());

describe("the line that metrics are counted from", () => {
  it("says of a failed message who can mend it, and nothing of what was said", () => {
    expect(linesOf(event("failed", {}, card))).toEqual([
      {
        outcome: "failed",
        fix_by: "admin",
        code: "provider_refused",
        organization_id: 1,
        message_id: "m1",
      },
    ]);
  });

  it("counts an outcome that became unknown", () => {
    expect(linesOf(event("unknown", { is_final: false }))).toEqual([
      { outcome: "unknown", organization_id: 1, message_id: "m1" },
    ]);
  });

  it.each([
    ["a message that was sent", event("sent")],
    ["a failure that another part may still add to", event("failed", { is_final: false }, card)],
    ["a message that was only created", event("failed", { type: "message.created" }, card)],
  ])("is not written for %s", (_, told) => expect(linesOf(told)).toEqual([]));
});
