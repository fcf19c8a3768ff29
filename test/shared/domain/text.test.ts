import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasLoneSurrogate, type Measure, splitText, utf8, utf16 } from "../../../shared/domain/text.ts";

const FAMILY = "👨‍👩‍👧‍👦";
const FLAG = "🇩🇪";
const THUMB = "👍🏽";
const ACCENTED = "e\u0301";
/** A space that carries an accent is one visible character, and no white space. */
const MARKED_SPACE = " \u0301";

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });
const characters = (text: string) => Array.from(graphemes.segment(text), ({ segment }) => segment);
const isBlank = (character: string) => character.trim() === "";
const visible = (text: string) => characters(text).filter((character) => !isBlank(character));

describe("a text that is too long", () => {
  it("is cut between words", () => {
    expect(splitText("one two three four", 9)).toEqual(["one two", "three", "four"]);
    expect(splitText("one two three four", 13)).toEqual(["one two three", "four"]);
  });

  it("is cut after a paragraph, when one ends late enough", () => {
    const text = "First paragraph here.\n\nSecond one. It goes on.";
    expect(splitText(text, 34)).toEqual(["First paragraph here.", "Second one. It goes on."]);
  });

  it("is cut after a line before it is cut after a word", () => {
    expect(splitText("one two six\nthree four five", 19)).toEqual(["one two six", "three four five"]);
  });

  it("fills its pieces: a paragraph that ends early is no reason to cut there", () => {
    expect(splitText("Hi\n\none two three four", 20)).toEqual(["Hi\n\none two three", "four"]);
  });

  it("is cut inside a word only when the word alone is too long", () => {
    expect(splitText("a bcdefghijkl m", 5)).toEqual(["a", "bcdef", "ghijk", "l m"]);
  });

  it.each([
    ["a family", FAMILY],
    ["a flag", FLAG],
    ["a skin tone", THUMB],
    ["an accent", ACCENTED],
    ["an accent on a space", MARKED_SPACE],
    ["a surrogate pair", "𝒳"],
  ])("never loses half of %s at a cut", (_, character) => {
    for (let cap = character.length; cap < 3 * character.length; cap += 1) {
      const pieces = splitText(character.repeat(7), cap);
      expect(pieces.join("")).toBe(character.repeat(7));
      for (const piece of pieces) expect(piece.length % character.length).toBe(0);
    }
  });

  it("has no empty piece, however much white space it begins or ends with", () => {
    expect(splitText(`${" ".repeat(9)}word ${" ".repeat(9)}`, 5)).toEqual(["word"]);
    expect(splitText(" ".repeat(9), 5)).toEqual([""]);
  });

  it("may be measured in bytes", () => {
    expect(splitText("ää ää ää", 9, utf8)).toEqual(["ää ää", "ää"]);
    expect(splitText("äää", 4, utf8)).toEqual(["ää", "ä"]);
  });

  it("of one pile of marks larger than the cap is cut between code points", () => {
    const pile = `z${"\u0301".repeat(20)}`;
    expect(splitText(pile, 8)).toEqual([pile.slice(0, 8), pile.slice(8, 16), pile.slice(16)]);
  });
});

it("a text that fits is left as it is, white space and all", () => {
  expect(splitText("  as it is \n", 12)).toEqual(["  as it is \n"]);
  expect(splitText("", 5)).toEqual([""]);
});

describe("any text", () => {
  const text = fc
    .array(
      fc.oneof(
        { weight: 6, arbitrary: fc.string({ unit: "grapheme-ascii", maxLength: 9 }) },
        fc.constantFrom(" ", "  ", "\n", "\n\n", "\r\n", "\t", "\u00a0", "\u3000"),
        fc.constantFrom(FAMILY, FLAG, THUMB, ACCENTED, MARKED_SPACE, "𝒳", "\u200b", "ä", "语"),
        fc.string({ unit: "binary", maxLength: 4 }),
      ),
      { maxLength: 60 },
    )
    .map((pieces) => pieces.join(""));
  /** Larger than any of the characters above, in either measure. */
  const caps = fc.integer({ min: 32, max: 80 });
  const measures = fc.constantFrom<Measure>(utf16, utf8);

  it("keeps all that can be seen, in order, in pieces that fit", () => {
    fc.assert(
      fc.property(text, caps, measures, (whole, cap, measure) => {
        const pieces = splitText(whole, cap, measure);
        for (const piece of pieces) expect(measure(piece)).toBeLessThanOrEqual(cap);
        expect(pieces.flatMap(visible)).toEqual(visible(whole));
        expect(pieces.every((piece) => piece !== "") || pieces.length === 1).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it("loses white space at cuts only", () => {
    fc.assert(
      fc.property(text, caps, measures, (whole, cap, measure) => {
        let rest = whole;
        for (const piece of splitText(whole, cap, measure)) {
          const at = rest.indexOf(piece);
          expect(rest.slice(0, at).trim()).toBe("");
          rest = rest.slice(at + piece.length);
        }
        expect(rest.trim()).toBe("");
      }),
      { numRuns: 2_000 },
    );
  });

  it("is never cut inside a word that fits", () => {
    const words = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "é"), minLength: 1, maxLength: 16 }));
    fc.assert(
      fc.property(words, fc.integer({ min: 16, max: 40 }), (all, cap) => {
        const pieces = splitText(all.join(" "), cap);
        expect(pieces.flatMap((piece) => piece.split(" "))).toEqual(all.length === 0 ? [""] : all);
      }),
    );
  });
});

it("half a surrogate pair is no text", () => {
  expect(["\ud83d", "a\udc00", "\udc00\ud83d"].every(hasLoneSurrogate)).toBe(true);
  expect(["", "a", FAMILY].some(hasLoneSurrogate)).toBe(false);
});
