/** How a provider counts: UTF-16 units (the default, never longer than what they allow) or bytes of UTF-8. */
export type Measure = (text: string) => number;

export const utf16: Measure = (text) => text.length;
export const utf8: Measure = (text) => Buffer.byteLength(text, "utf8");

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/**
 * Cuts a text into pieces of at most `cap`, at the last paragraph, line or word break that fits, else between
 * two visible characters: never inside a word that fits, an emoji or a surrogate pair. White space at a cut is
 * dropped; nothing else is.
 */
export const splitText = (text: string, cap: number, measure: Measure = utf16): string[] => {
  const pieces: string[] = [];
  let rest = text;
  while (measure(rest) > cap) {
    const head = longestHead(rest, cap, measure);
    const cut = breakBefore(rest, head) || head;
    pieces.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  if (rest !== "" || pieces.length === 0) pieces.push(rest);
  return pieces.filter((piece, index) => piece !== "" || index === 0);
};

/** The length, in UTF-16 units, of the longest run of whole visible characters that fits. */
const longestHead = (text: string, cap: number, measure: Measure): number => {
  let used = 0;
  let end = 0;
  for (const { segment } of graphemes.segment(text)) {
    used += measure(segment);
    if (used > cap) break;
    end += segment.length;
  }
  return end || longestCodePoints(text, cap, measure);
};

/** One visible character larger than the cap (a pile of combining marks): whole code points at least. */
const longestCodePoints = (text: string, cap: number, measure: Measure): number => {
  let used = 0;
  let end = 0;
  for (const point of text) {
    used += measure(point);
    if (used > cap && end > 0) break;
    end += point.length;
  }
  return end;
};

/** Where to cut at or before `head`: after a paragraph in the last half, else a line, else a word; 0 when none. */
const breakBefore = (text: string, head: number): number => {
  const atEdge = /\s/.test(text[head] ?? "");
  const window = text.slice(0, head);
  const paragraph = window.lastIndexOf("\n\n");
  if (paragraph > head / 2) return paragraph;
  const line = window.lastIndexOf("\n");
  if (line > head / 2) return line;
  if (atEdge) return head;
  const word = window.search(/\s\S*$/);
  return word > 0 ? word : 0;
};

/** A high surrogate without its low one, or the reverse: not a text, and no provider takes it. */
export const hasLoneSurrogate = (text: string): boolean => !text.isWellFormed();
