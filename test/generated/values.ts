import fc from "fast-check";

/** Lengths that some provider or we ourselves name as a limit; each is generated one under, at and one over it. */
const LIMITS = [1, 20, 24, 40, 60, 72, 80, 160, 256, 512, 640, 1_000, 1_024, 1_600, 2_000, 4_096, 10_000];
const UNITS = [
  "a",
  "word ",
  "я",
  "😀",
  "👩‍👩‍👧 ",
  "line\n",
  "*x* ",
  "1. ",
  "https://example.com/a ",
  "e\u0301",
  "%{",
];

const near = fc.tuple(fc.constantFrom(...LIMITS), fc.constantFrom(-1, 0, 1)).map(([n, by]) => n + by);

/** A text of that many UTF-16 units, whole characters as far as they fit. */
const sized = (length: fc.Arbitrary<number>): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom(...UNITS), length).map(([unit, n]) =>
    unit
      .repeat(Math.ceil(n / unit.length))
      .slice(0, n)
      .toWellFormed(),
  );

/** What people write: short, or as long as a limit. */
export const text = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom("Hello", "Which one?", "See https://example.com/menu?x=1#y", "1", "ja"),
  },
  { weight: 2, arbitrary: sized(near) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("  ", "\n\n", "\u0000", "http://[", "https://", "STOP", "\u200b", "🏳️‍🌈"),
  },
);

/** What stands on a button: mostly short, sometimes of the length of a limit. */
export const title = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom("Small", "Large", "Medium", "Yes", "No", "Übergröße") },
  { weight: 2, arbitrary: sized(near.filter((n) => n > 0 && n <= 257)) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 24 }) },
);

/** A word, or as much as anybody could write. */
export const words = fc.oneof(title, text);

export const payload = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("SIZE_S", "SIZE_L", "yes", "no", '{"a":1}') },
  { weight: 1, arbitrary: sized(near.filter((n) => n > 0 && n <= 1_001)) },
  { weight: 1, arbitrary: fc.constantFrom(" edge ", "a\nb", "01jd0000000000000000000000.1", "\u0000") },
);

export const webUrl = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom("https://example.com/o?x=1&y=2", "https://cdn.example.com/tea.jpg"),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom("http://example.com", "HTTPS://EXAMPLE.COM/A", "https://bücher.example/ä b"),
  },
  {
    weight: 1,
    arbitrary: sized(fc.constantFrom(200, 1_970, 2_030, 2_031)).map((path) => `https://e.example/${path}`),
  },
  { weight: 1, arbitrary: fc.webUrl({ withQueryParameters: true, withFragments: true }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "https://",
      "ftp://example.com/a",
      "javascript:alert(1)",
      "//x",
      "https://a b/",
    ),
  },
);

export const fileUrl = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...["jpg", "png", "gif", "mp4", "mp3", "ogg", "pdf", "webp", "exe"].map(
        (end) => `https://cdn.example.com/a.${end}`,
      ),
    ),
  },
  { weight: 1, arbitrary: webUrl },
);
