import type { CardContent } from "../../shared/domain/message.ts";
import { underText } from "./body.ts";
import type { CarouselCard } from "./bubbles.ts";
import { cardText } from "./card-text.ts";
import { adaptation, type Draft, drafted, type Step } from "./draft.ts";
import { draftAsking } from "./draft-choices.ts";
import { TEXT_PATH } from "./draft-text.ts";

/** All cards in one bubble, under the text or its end. */
export const draftCarousel = (text: string, cards: CarouselCard[]): Draft =>
  underText(text, TEXT_PATH, (body) => ({ kind: "carousel", body, cards }));

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
