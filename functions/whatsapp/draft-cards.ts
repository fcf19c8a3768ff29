import type { CardContent } from "../../shared/domain/message.ts";
import { divided } from "./body.ts";
import type { CarouselCard } from "./bubbles.ts";
import { cardText } from "./card-text.ts";
import { adaptation, type Draft, drafted, type Step } from "./draft.ts";
import { draftAsking } from "./draft-choices.ts";
import { TEXT_PATH, textBubbles } from "./draft-text.ts";
import { BODY_MAX } from "./interactive-limits.ts";

/** All cards in one bubble, under the text or its end. */
export const draftCarousel = (text: string, cards: CarouselCard[]): Draft => {
  const { ahead, body } = divided(text);
  const before = textBubbles(ahead);
  const bubbles = [...before, { kind: "carousel" as const, body, cards }];
  if (before.length === 0) return drafted(bubbles);
  const message = `WhatsApp takes ${BODY_MAX} characters above a carousel, these are ${text.length}: the last of them stand there, the others go ahead.`;
  return drafted(bubbles, [adaptation("text_split", TEXT_PATH, message)]);
};

/** Each card as a message of its own: its picture above its title, subtitle and buttons. */
export const draftCards = (cards: CardContent[], why: string): Step[] => {
  const message =
    cards.length === 1
      ? "WhatsApp has no single cards: it leaves as a message with its picture, text and buttons."
      : `On WhatsApp ${why}: each card leaves as a message of its own.`;
  const code = cards.length === 1 ? "card_as_message" : "cards_as_messages";
  return [() => drafted([], [adaptation(code, "/cards", message)]), ...cards.map(cardStep)];
};

const cardStep = (card: CardContent, index: number): Step => {
  const paths = { text: `/cards/${index}`, buttons: `/cards/${index}/buttons` };
  const { image, buttons = [] } = card;
  return (from) => draftAsking({ text: cardText(card), paths, image, buttons, quickReplies: [] }, from);
};
