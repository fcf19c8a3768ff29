import type { Adaptation } from "../../shared/domain/message.ts";
import { splitText } from "../../shared/domain/text.ts";
import type { Bubble } from "./bubbles.ts";
import { adaptation, type Draft, drafted, hasWords } from "./draft.ts";
import { textBubbles } from "./draft-text.ts";
import { BODY_MAX } from "./interactive-limits.ts";

/** What stands above buttons, and what of a longer text goes ahead of it. */
export interface Divided {
  ahead: string;
  body: string;
}

/** Of a text that is too long, its last paragraph stands above the buttons, or its last line, or what fits of its end. */
export const divided = (given: string): Divided => {
  if (given.length <= BODY_MAX) return { ahead: "", body: given };
  const text = given.trimEnd();
  const body = lastOf(text, /\n\s*\n/) ?? lastOf(text, /\n/) ?? splitText(text, BODY_MAX).at(-1)!;
  return { ahead: text.slice(0, text.length - body.length).trimEnd(), body };
};

const lastOf = (text: string, between: RegExp): string | undefined => {
  const last = text.split(between).at(-1)!;
  return hasWords(last) && last.length <= BODY_MAX ? last : undefined;
};

/** A bubble under its text, or under the end of it. */
export const underText = (text: string, path: string, bubble: (body: string) => Bubble): Draft => {
  const { ahead, body } = divided(text);
  const before = textBubbles(ahead);
  return drafted([...before, bubble(body)], before.length > 0 ? [wentAhead(text, path)] : []);
};

export const wentAhead = (text: string, path: string): Adaptation => {
  const message = `WhatsApp takes ${BODY_MAX} characters above what can be tapped, these are ${text.length}: the last of them stand there, the others go ahead.`;
  return adaptation("text_split", path, message);
};
