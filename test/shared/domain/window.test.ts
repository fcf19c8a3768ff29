import { describe, expect, it } from "vitest";
import { openedBy, windowOf } from "../../../shared/domain/window.ts";

const HOUR = 3_600_000;
const WROTE = new Date("2026-03-01T09:00:00.000Z");
const hoursOn = (hours: number) => new Date(WROTE.getTime() + hours * HOUR);

describe("the window in which a contact may be answered freely", () => {
  it.each(["whatsapp", "instagram", "messenger"] as const)(
    "on %s is open for 24 hours, to the millisecond",
    (channel) => {
      const opened = openedBy(WROTE);
      const last = new Date(hoursOn(24).getTime() - 1);
      expect(windowOf(channel, opened, last)).toMatchObject({
        state: "open",
        opened_at: WROTE.toISOString(),
        expires_at: hoursOn(24).toISOString(),
        allowed: ["any"],
      });
      expect(windowOf(channel, opened, hoursOn(24)).state).toBe("closed");
    },
  );

  it("is closed before the contact ever wrote", () => {
    expect(windowOf("whatsapp", undefined, WROTE)).toEqual({
      state: "closed",
      opened_at: null,
      expires_at: null,
      allowed: ["note", "template"],
      human_agent_until: null,
    });
  });

  it("leaves templates open on WhatsApp and Messenger, notes alone on Instagram", () => {
    expect(windowOf("whatsapp", openedBy(WROTE), hoursOn(25)).allowed).toEqual(["note", "template"]);
    expect(windowOf("messenger", openedBy(WROTE), hoursOn(25)).allowed).toEqual(["note", "template"]);
    expect(windowOf("instagram", openedBy(WROTE), hoursOn(25)).allowed).toEqual(["note"]);
  });

  it("lets people answer for 7 days on Messenger and Instagram, and nowhere else", () => {
    const until = hoursOn(7 * 24).toISOString();
    expect(windowOf("messenger", openedBy(WROTE), hoursOn(25)).human_agent_until).toBe(until);
    expect(windowOf("instagram", openedBy(WROTE), hoursOn(1)).human_agent_until).toBe(until);
    expect(windowOf("whatsapp", openedBy(WROTE), hoursOn(1)).human_agent_until).toBeNull();
  });

  it("stays open as many days after an ad as were granted", () => {
    expect(windowOf("messenger", openedBy(WROTE, 7), hoursOn(7 * 24 - 1)).state).toBe("open");
    expect(windowOf("messenger", openedBy(WROTE, 7), hoursOn(7 * 24)).state).toBe("closed");
  });

  it.each(["sms", "webchat", "playground"] as const)("does not exist on %s", (channel) => {
    expect(windowOf(channel, undefined, WROTE)).toMatchObject({ state: "none", allowed: ["any"] });
  });
});
