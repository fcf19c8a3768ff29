import fc from "fast-check";

/** What a field may be that was meant to be something else. */
const OTHERS: unknown[] = [
  ...[
    null,
    "",
    [],
    {},
    0,
    -1,
    1.5,
    2 ** 53,
    1e308,
    true,
    false,
    "x",
    " ",
    "\ud800",
    "a\udc00b",
    [null],
    [[]],
  ],
  ...[
    "__proto__",
    "constructor",
    "toString",
    { toString: 1 },
    { length: 3 },
    JSON.parse('{"__proto__":{"a":1}}'),
  ],
  ...[
    "x".repeat(257),
    "x".repeat(2_049),
    "x".repeat(10_001),
    ["x", "x"],
    { a: { b: { c: [] } } },
    "null",
    "true",
    "0",
  ],
];
const NAMES = [
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "unknown",
  "strict",
  "preview",
  "author",
  "text",
  "payload",
  "url",
  "type",
];

type Node = Record<string, unknown> | unknown[];
type Change = {
  at: number;
  do: "replace" | "remove" | "repeat" | "lengthen" | "add";
  value: unknown;
  name: string;
};

/** What cannot even be made a text: reading it carelessly throws. */
const UNREADABLE = { toString: 1, valueOf: 1 };

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(),
  do: fc.constantFrom("replace", "replace", "remove", "repeat", "lengthen", "add"),
  value: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...OTHERS) },
    { weight: 1, arbitrary: fc.constant(UNREADABLE) },
  ),
  name: fc.constantFrom(...NAMES),
});

/** The body as it was meant, or with one or two of its fields spoiled. */
export const spoiled = <T>(body: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      body,
      fc.oneof(
        { weight: 7, arbitrary: fc.constant([]) },
        { weight: 4, arbitrary: fc.array(change, { maxLength: 2 }) },
      ),
    )
    .map(([whole, changes]) => changes.reduce<unknown>(changed, structuredClone(whole)));

const changed = (body: unknown, { at, do: deed, name, ...one }: Change): unknown => {
  const value = structuredClone(one.value);
  const places = placesIn(body);
  const place = places[at % Math.max(places.length, 1)];
  if (!place) return body;
  const [owner, key] = place;
  const before = Reflect.get(owner, key) as unknown;
  if (deed === "remove") Reflect.deleteProperty(owner, key);
  else if (deed === "add") set(isNode(before) ? before : owner, name, value);
  else if (deed === "repeat" && Array.isArray(before))
    set(owner, key, Array(14).fill(before).flat().slice(0, 14));
  else if (deed === "lengthen" && typeof before === "string") set(owner, key, `${before}${before}x`);
  else set(owner, key, value);
  return body;
};

/** As `JSON.parse` would: `__proto__` is a field like any other. */
const set = (owner: Node, key: string, value: unknown): void => {
  if (Array.isArray(owner) && !/^\d+$/.test(key)) return;
  Object.defineProperty(owner, key, { value, enumerable: true, writable: true, configurable: true });
};

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;

const placesIn = (value: unknown): [Node, string][] =>
  isNode(value)
    ? Object.keys(value).flatMap((key) => [
        [value, key] as [Node, string],
        ...placesIn(Reflect.get(value, key)),
      ])
    : [];
