import * as z from "zod";
import { Channel, namesOn } from "./channel.ts";

/** An organization's number, page or inbox on a channel. Secrets are named here, never held. */
export const Account = z.object({
  /** Unique among the accounts of all organizations. */
  id: z.string().regex(/^[0-9a-z]+$/),
  organization_id: z.int().positive(),
  channel: Channel,
  provider: z.string(),
  /** What a customer sees: a phone number, a page's or an inbox's name. */
  address: z.string(),
  /** The provider's ids: `phone_number_id`, `page_id`, `instagram_id`, `account_sid`, … */
  provider_ids: z.record(z.string(), z.string()),
  /** The environment variable (or SSM parameter) that holds its token; absent: the sandbox, on one machine only. */
  secret: z.string().optional(),
  /** Whether Meta granted this account the Human Agent feature; `auto` also tags late replies of people. */
  human_agent: z.enum(["none", "granted", "auto"]).default("none"),
  /** Messenger and Instagram: days an ad click keeps the window open, 1 to 7 (Meta's policy page, 2026-09-28). */
  ad_window_days: z.int().min(1).max(7).default(1),
  /** Calls per second, where the provider gave this account another rate than its channel's. One machine keeps to it. */
  rate: z.number().positive().max(1_000).optional(),
});
export type Account = z.infer<typeof Account>;

/** Which account: what everything that belongs to one is kept under. */
export type AccountKey = Pick<Account, "organization_id" | "id">;

/** The provider's ids by which its webhooks name this account, each once. */
export const providerIdsOf = ({ channel, provider_ids }: Account): string[] => [
  ...new Set(namesOn(channel).flatMap((name) => provider_ids[name] ?? [])),
];
