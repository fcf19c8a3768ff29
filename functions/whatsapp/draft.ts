import type { Violation } from "../../shared/domain/errors.ts";
import type { Adaptation } from "../../shared/domain/message.ts";
import type { Choice } from "../../shared/domain/rich.ts";
import type { Bubble } from "./bubbles.ts";

/** What some of the content becomes. `choices`: what the numbers in its texts stand for. */
export interface Draft {
  bubbles: Bubble[];
  adaptations: Adaptation[];
  violations: Violation[];
  choices: Choice[];
}

/** `from`: the first number that is free in the message. */
export type Step = (from: number) => Draft;

export const drafted = (bubbles: Bubble[], adaptations: Adaptation[] = []): Draft => ({
  bubbles,
  adaptations,
  violations: [],
  choices: [],
});

export const refused = (...violations: Violation[]): Draft => ({ ...drafted([]), violations });

/** One after the other, the numbers running through all of them. */
export const inTurn = (steps: Step[]): Draft =>
  steps.reduce((soFar, step) => joined(soFar, step(soFar.choices.length + 1)), drafted([]));

const joined = (one: Draft, next: Draft): Draft => ({
  bubbles: [...one.bubbles, ...next.bubbles],
  adaptations: [...one.adaptations, ...next.adaptations],
  violations: [...one.violations, ...next.violations],
  choices: [...one.choices, ...next.choices],
});

export const adaptation = (code: string, path: string, message: string): Adaptation => ({
  code,
  path,
  message,
});

export const hasWords = (text: string | undefined): text is string =>
  text !== undefined && text.trim() !== "";
