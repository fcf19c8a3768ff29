import { type Channel, TRAITS, tagsOn } from "./channel.ts";
import type { Opened } from "./conversation.ts";

const HOUR = 3_600_000;

/** Meta's reply window. WhatsApp: …/whatsapp/pricing/non-template-messages; Messenger and Instagram: …/messenger-platform/policy (2026-09-28). */
export const WINDOW_HOURS = 24;
/** HUMAN_AGENT: replies written by people up to 7 days after the contact wrote (same policy page). */
export const HUMAN_AGENT_DAYS = 7;

/** What may be sent now and until when. Times are ISO 8601; `none`: this channel has no window. */
export interface Window {
  state: "open" | "closed" | "none";
  opened_at: string | null;
  expires_at: string | null;
  allowed: string[];
  human_agent_until: string | null;
}

/** The moment a contact wrote, by the provider's clock, as the window it opens. `days` > 1 only after an ad. */
export const openedBy = (at: Date, days = 1): Opened => ({
  opened_at: at.toISOString(),
  expires_at: new Date(at.getTime() + days * WINDOW_HOURS * HOUR).toISOString(),
});

export const windowOf = (channel: Channel, opened: Opened | undefined, now: Date): Window => {
  const traits: { named_by: string; late?: readonly string[] } = TRAITS[channel];
  if (!traits.late) {
    return { state: "none", opened_at: null, expires_at: null, allowed: ["any"], human_agent_until: null };
  }
  const open = opened !== undefined && Date.parse(opened.expires_at) > now.getTime();
  return {
    state: open ? "open" : "closed",
    opened_at: opened?.opened_at ?? null,
    expires_at: opened?.expires_at ?? null,
    allowed: open ? ["any"] : [...traits.late],
    human_agent_until: opened && tagsOn(channel).includes("HUMAN_AGENT") ? humanAgentUntil(opened) : null,
  };
};

const humanAgentUntil = (opened: Opened): string =>
  new Date(Date.parse(opened.opened_at) + HUMAN_AGENT_DAYS * 24 * HOUR).toISOString();
