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
    const { start, end } = cutOf(rest, cap, measure);
    if (start > 0) pieces.push(rest.slice(0, start));
    rest = rest.slice(end);
  }
  if (rest !== "" || pieces.length === 0) pieces.push(rest);
  return pieces;
};

/** What is left out between two pieces: white space, or nothing. In UTF-16 units. */
interface Gap {
  start: number;
  end: number;
  lines: number;
}

/** After a paragraph in the last half of what fits, else a line there, else a word; else where it stops to fit. */
const cutOf = (text: string, cap: number, measure: Measure): Gap => {
  const { head, gaps } = survey(text, cap, measure);
  const late = gaps.filter(({ start }) => start > head / 2);
  return (
    late.findLast(({ lines }) => lines > 1) ??
    late.findLast(({ lines }) => lines > 0) ??
    gaps.at(-1) ?? { start: head, end: head, lines: 0 }
  );
};

/** The longest run of whole visible characters that fits, and the white space in it, or right behind it. */
const survey = (text: string, cap: number, measure: Measure): { head: number; gaps: Gap[] } => {
  const gaps: Gap[] = [];
  let used = 0;
  let head = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    used += measure(segment);
    const last = gaps.at(-1);
    // A space that carries a mark is a visible character, so only whole characters are asked.
    const blank = segment.trim() === "";
    if (used > cap && !blank) break;
    if (used <= cap) head = index + segment.length;
    if (!blank) continue;
    const lines = segment.includes("\n") ? 1 : 0;
    if (last?.end === index) Object.assign(last, { end: index + segment.length, lines: last.lines + lines });
    else gaps.push({ start: index, end: index + segment.length, lines });
  }
  return { head: head || longestCodePoints(text, cap, measure), gaps };
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

/** A high surrogate without its low one, or the reverse: not a text, and no provider takes it. */
export const hasLoneSurrogate = (text: string): boolean => !text.isWellFormed();
