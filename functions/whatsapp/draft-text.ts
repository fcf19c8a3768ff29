import { splitText } from "../../shared/domain/text.ts";
import type { Bubble } from "./bubbles.ts";
import { adaptation, type Draft, drafted, hasWords } from "./draft.ts";
import { TEXT_MAX } from "./limits.ts";

export const TEXT_PATH = "/message_text";

/** A text in as many messages as it needs; none for blanks alone. */
export const draftText = (text: string, path: string = TEXT_PATH): Draft => {
  const bubbles = textBubbles(text);
  if (bubbles.length < 2) return drafted(bubbles);
  const message = `WhatsApp takes ${TEXT_MAX} characters in a message; these ${text.length} were split into ${bubbles.length} messages.`;
  return drafted(bubbles, [adaptation("text_split", path, message)]);
};

export const textBubbles = (text: string): Bubble[] =>
  splitText(text, TEXT_MAX)
    .filter((piece) => hasWords(piece))
    .map((piece) => ({ kind: "text", text: piece }));
