import fc from "fast-check";
import { alone, attachment, few, little, named, rich, type } from "./contents.ts";
import { spoiled } from "./spoil.ts";
import { fileUrl, text } from "./values.ts";

const all = (...parts: fc.Arbitrary<object>[]): fc.Arbitrary<object> =>
  fc.tuple(...parts).map((each) => Object.assign({}, ...each) as object);
const some = (one: fc.Arbitrary<object>): fc.Arbitrary<object> => fc.oneof(fc.constant({}), one);
const saying = text.map((message_text) => ({ message_text }));
const typed = type.map((message_type) => ({ message_type }));

/** One body of ours, without its conversation: as a client would mean it. */
const meant: fc.Arbitrary<object> = fc.oneof(
  { weight: 4, arbitrary: all(saying, little) },
  { weight: 3, arbitrary: all(named, some(saying), fc.oneof(fc.constant({}), some(typed)), little) },
  {
    weight: 4,
    arbitrary: all(
      few(attachment, 10).map((attachments) => ({ attachments })),
      some(saying),
      little,
    ),
  },
  {
    weight: 1,
    arbitrary: all(
      fileUrl.map((attachment_url) => ({ attachment_url })),
      some(saying),
      little,
    ),
  },
  {
    weight: 2,
    arbitrary: all(
      rich.cards.map((cards) => ({ cards })),
      some(saying),
    ),
  },
  ...Object.entries(alone).map(([name, one]) => ({
    weight: name === "interactive" || name === "template" ? 2 : 1,
    arbitrary: all(
      one.map((value) => ({ message_type: name, [name]: value })),
      fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, little),
    ),
  })),
  {
    weight: 1,
    arbitrary: all(
      attachment.map((sticker) => ({ message_type: "sticker", sticker })),
      fc.oneof(fc.constant({}), little),
    ),
  },
  { weight: 1, arbitrary: all(fc.constant({ message_type: "note" }), some(saying), some(named)) },
  { weight: 1, arbitrary: all(typed, some(saying), some(named), little) },
);

const strictly = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.boolean().map((strict) => ({ strict })) },
);

/** A body of ours: as meant, or with a field or two spoiled. */
export const anyBody: fc.Arbitrary<unknown> = spoiled(all(meant, strictly));
