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

/** Values that nobody takes are rare: one of them spoils the whole body. */
const seldom = <T>(good: fc.Arbitrary<T>, bad: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 40, arbitrary: good }, { weight: 1, arbitrary: bad });

/** What people write: short, or as long as a limit. */
export const text = seldom(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom("Hello", "Which one?", "See https://example.com/menu?x=1#y", "1", "STOP"),
    },
    { weight: 2, arbitrary: sized(near.filter((n) => n > 0)) },
    { weight: 1, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }) },
  ),
  fc.constantFrom("  ", "\n\n", "\u0000", "http://[", "https://", "\u200b"),
);

/** What stands on a button: mostly short, sometimes of the length of a limit. */
export const title = seldom(
  fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom("Small", "Large", "Medium", "Yes", "No", "Übergröße", "🏳️‍🌈") },
    { weight: 2, arbitrary: sized(near.filter((n) => n > 0 && n < 256)) },
    { weight: 1, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 24 }) },
  ),
  sized(fc.constantFrom(256, 257)),
);

/** A word, or as much as anybody could write. */
export const words = fc.oneof({ weight: 3, arbitrary: title }, { weight: 1, arbitrary: text });

export const payload = seldom(
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom("SIZE_S", "SIZE_L", "yes", "no", '{"a":1}') },
    { weight: 1, arbitrary: sized(near.filter((n) => n > 0 && n <= 1_000)) },
    { weight: 1, arbitrary: fc.constantFrom(" edge ", "a\nb", "01jd0000000000000000000000.1") },
  ),
  fc.constantFrom("\u0000", "a".repeat(1_001)),
);

export const webUrl = seldom(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom("https://example.com/o?x=1&y=2", "https://cdn.example.com/tea.jpg"),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom("http://example.com", "HTTPS://EXAMPLE.COM/A", "https://bücher.example/ä"),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(200, 1_970, 2_029).map((n) => `https://example.com/${"a".repeat(n - 1)}`),
    },
    { weight: 1, arbitrary: fc.webUrl({ withQueryParameters: true, withFragments: true }) },
  ),
  fc.constantFrom(
    "https://",
    "ftp://example.com/a",
    "javascript:alert(1)",
    "//x",
    "https://a b/",
    "https://a/ b",
  ),
);

const ENDS = ["jpg", "png", "gif", "mp4", "mp3", "ogg", "pdf", "webp", "exe"];
export const fileUrl = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...ENDS).map((end) => `https://cdn.example.com/a.${end}`) },
  { weight: 1, arbitrary: webUrl },
);
