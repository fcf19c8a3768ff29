import type { FileKind, FileRef } from "../../domain/attachment.ts";
import type { Violation } from "../../domain/errors.ts";
import type { Adaptation, Part, Slot } from "../../domain/message.ts";
import type { Choice } from "../../domain/rich.ts";
import type { Measure } from "../../domain/text.ts";
import type { PageMessage, PayloadBuilder } from "./page-payload.ts";

/** What Messenger and Instagram do not share about a message. */
export interface PageDialect {
  provider: "Messenger" | "Instagram";
  text: { cap: number; measure: Measure; unit: "characters" | "bytes" };
  payload: PayloadBuilder;
  /** Changes to a file that the contact can see. */
  fileAdaptations?(type: FileKind, file: FileRef, path: string): Adaptation[];
  /** Whether its templates have buttons that call a number. */
  callButtons: boolean;
  /** What quick replies may stand under. */
  quickRepliesUnder: "anything" | "texts";
  /** Its own word for an emoji as a reaction; undefined: it has none. */
  reactionFor(emoji: string): string | undefined;
  /** Which emoji it has, as a person says them. */
  reactions: string;
  /** Where it has templates: this one checked. */
  template?(template: unknown): { template: Record<string, unknown> } | { violations: Violation[] };
}

/** One bubble that does not know its place yet. */
export interface Bubble {
  kind: Part["kind"];
  message: PageMessage;
  slots: Slot[];
}

/** Some bubbles in the order they leave, what was changed for them, and what their numbers stand for. */
export interface Draft {
  bubbles: Bubble[];
  adaptations: Adaptation[];
  choices: Choice[];
}

export const bubbleOf = (text: string): Bubble => ({ kind: "text", message: { text }, slots: [] });

export const adaptation = (code: string, path: string, message: string): Adaptation => ({
  code,
  path,
  message,
});
