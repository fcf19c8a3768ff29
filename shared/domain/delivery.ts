import * as z from "zod";
import { Failure } from "./errors.ts";

/**
 * What is known of a part. Facts are only ever added, each once; the part's status is its highest fact, so all
 * orders of callbacks end equal. `lost` is an unknown nobody settled in time: it reads as `failed`
 * (`outcome_unknown`) and yields to any proof.
 */
export const FACTS = [
  "canceled",
  "sending",
  "unknown",
  "lost",
  "sent",
  "failed",
  "delivered",
  "read",
] as const;
export type FactName = (typeof FACTS)[number];
export type Status = "queued" | "canceled" | "sending" | "unknown" | "sent" | "failed" | "delivered" | "read";

/** `at` is ISO 8601, by the provider's clock where it told one; `word` is the provider's own word. */
export const Fact = z.object({
  at: z.string(),
  provider_message_id: z.string().optional(),
  failure: Failure.optional(),
  word: z.string().optional(),
});
export type Fact = z.infer<typeof Fact>;

/** A try that did not send: the provider's back-off, or a surprise of ours. */
export const Try = z.object({
  at: z.string(),
  code: z.string(),
  message: z.string(),
  retry_after: z.number(),
});
export type Try = z.infer<typeof Try>;

/**
 * `attempt` counts intents, `closed` those known not to have sent. `attempt > closed` without an outcome is an
 * open intent: its call may have reached the provider.
 */
export const PartState = z.object({
  attempt: z.int().default(0),
  closed: z.int().default(0),
  facts: z.partialRecord(z.enum(FACTS), Fact).default({}),
  tries: z.array(Try).default([]),
  /** When it was sent by the provider's own clock, where an echo told: what its watermarks are compared with. */
  echoed: z.string().optional(),
});
export type PartState = z.infer<typeof PartState>;

export interface MessageState {
  parts: PartState[];
  surprises: number;
}

export const freshState = (parts: number): MessageState => ({
  parts: Array.from({ length: parts }, () => ({ attempt: 0, closed: 0, facts: {}, tries: [] })),
  surprises: 0,
});

const rank = (name: FactName): number => FACTS.indexOf(name);

export const topFact = (part: PartState): FactName | undefined =>
  FACTS.findLast((name) => part.facts[name] !== undefined);

export const statusOfPart = (part: PartState): Status => {
  const top = topFact(part);
  if (top === undefined) return "queued";
  return top === "lost" ? "failed" : top;
};

/** `failed` if any part failed, else the least advanced part: one that was canceled holds the others back. */
export const statusOf = (state: MessageState): Status => {
  const tops = state.parts.map((part) => ({ status: statusOfPart(part), rank: rankOf(part) }));
  if (tops.some(({ status }) => status === "failed")) return "failed";
  return tops.reduce((least, part) => (part.rank < least.rank ? part : least)).status;
};

const rankOf = (part: PartState): number => {
  const top = topFact(part);
  return top === undefined ? -1 : rank(top);
};

/** Ended for us: nothing more will be tried. */
export const isSettled = (part: PartState): boolean => {
  const top = topFact(part);
  return top !== undefined && top !== "sending";
};

/** Somebody who must know said what became of it. */
export const isProven = (part: PartState): boolean => {
  const top = topFact(part);
  return top !== undefined && rank(top) > rank("lost");
};

export const hasOpenIntent = (part: PartState): boolean => part.attempt > part.closed && !isSettled(part);

/** An intent was on record at least once: ever since, nobody can cancel it. */
export const wasClaimed = ({ attempt }: PartState): boolean => attempt > 0;

/** It was called at least once, or its call was put off for a reason that is on record. */
export const hasBegun = ({ attempt, tries }: PartState): boolean => attempt > 0 || tries.length > 0;

/** What the worker does next with a message, from its state alone. */
export type Step =
  | { do: "nothing" }
  | { do: "call"; part: number; attempt: number }
  | { do: "give up on"; part: number };

export const nextStep = (state: MessageState): Step => {
  const index = state.parts.findIndex((part) => !isSettled(part));
  const part = state.parts[index];
  if (!part) return { do: "nothing" };
  if (hasOpenIntent(part)) return { do: "give up on", part: index };
  return { do: "call", part: index, attempt: part.attempt + 1 };
};

export type ThrottleScope = "contact" | "account";

/** The answer of a provider to one call, in our words. */
export type Outcome =
  /** Without an id: the call made no message (a reaction), so nothing will be reported of it. */
  | { kind: "sent"; provider_message_id?: string; word?: string }
  | { kind: "refused"; failure: Failure }
  /**
   * Certainly not sent; may be tried again after `retry_after` seconds, at most `tries` times in all. `scope`: whether
   * only this contact has to wait (unless told), or everything that leaves over the account.
   */
  | { kind: "throttled"; failure: Failure; retry_after: number; tries?: number; scope?: ThrottleScope }
  /** The request may have arrived and the answer is unusable: never sent again by us. */
  | { kind: "lost"; reason: string };

export const OUTCOME_UNKNOWN: Failure = {
  code: "outcome_unknown",
  message: "The provider's answer was lost, and no proof of delivery came in time.",
  retryable: true,
  fix_by: "agent",
  next_step: "Ask the contact whether it arrived, then resend it if it did not.",
};
