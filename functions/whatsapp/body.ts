import { splitText } from "../../shared/domain/text.ts";
import { hasWords } from "./draft.ts";
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
