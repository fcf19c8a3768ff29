import fc from "fast-check";
import type { Media } from "../../shared/domain/attachment.ts";
import type { CardContent } from "../../shared/domain/message.ts";
import type { Button } from "../../shared/domain/rich.ts";

export const reply = (title: string): Button => ({ type: "reply", title, payload: `P-${title}` });

export const card = (title: string, image?: Media): CardContent => ({
  title,
  buttons: [reply(title)],
  ...(image && { image }),
});

export interface Offering {
  text: string;
  buttons: Button[];
  cards: CardContent[];
  /** How many of all its buttons can be chosen. */
  choices: number;
}

/** Any text of up to so many graphemes, the longest as often as the shortest, with buttons and cards, some of which show a picture. */
export const offerings = (maxText: number, picture: (index: number) => Media): fc.Arbitrary<Offering> => {
  const title = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 });
  const buttons = fc.array(title.map(reply), { maxLength: 3 });
  const card = fc.record({ title, buttons, pictured: fc.boolean() });
  const long = fc
    .integer({ min: 1, max: maxText })
    .map((length) => "a word ".repeat(length).slice(0, length));
  const text = fc.oneof(fc.string({ unit: "grapheme", minLength: 1, maxLength: maxText }), long);
  const cards = fc.array(card, { minLength: 1, maxLength: 10 });
  return fc.record({ text, buttons, cards }).map(({ text, buttons, cards }) => ({
    text,
    buttons,
    cards: cards.map(({ pictured, ...one }, index) => ({
      ...one,
      ...(pictured && { image: picture(index) }),
    })),
    choices: [...buttons, ...cards.flatMap((one) => one.buttons)].length,
  }));
};
