import type { CardContent, Content } from "../../shared/domain/message.ts";
import type { CarouselCard } from "./bubbles.ts";
import { cardText } from "./card-text.ts";
import { areButtons } from "./choice-form.ts";
import { CAROUSEL_CARDS, LINK } from "./interactive-limits.ts";

/** The cards side by side, or why WhatsApp does not take them so. */
export const carouselOf = ({ cards = [], text, buttons, quickReplies }: Content): CarouselCard[] | string => {
  if (cards.length < CAROUSEL_CARDS.min) return `a carousel has at least ${CAROUSEL_CARDS.min} cards`;
  if (!text?.trim()) return "a carousel stands under a text";
  if (buttons || quickReplies) return "buttons need the text that a carousel would stand under";
  const found = cards.map(cardOf);
  const objection = found.find((one) => typeof one === "string");
  if (objection !== undefined) return objection;
  const fitting = found.filter((one) => typeof one !== "string");
  return new Set(fitting.map(({ taps }) => (Array.isArray(taps) ? taps.length : "link"))).size === 1
    ? fitting
    : "the cards of a carousel have the same number and kind of buttons";
};

const cardOf = (card: CardContent): CarouselCard | string => {
  const body = cardText(card);
  const taps = tapsOf(card);
  if (!card.image) return "each card of a carousel has a picture";
  if (body.length > CAROUSEL_CARDS.body) return `a card of a carousel has ${CAROUSEL_CARDS.body} characters`;
  if (body.split("\n").length - 1 > CAROUSEL_CARDS.lineBreaks)
    return `a card of a carousel has ${CAROUSEL_CARDS.lineBreaks} line breaks`;
  return taps ? { image: card.image, body, taps } : UNTAPPABLE;
};

const UNTAPPABLE = `each card of a carousel has one link or up to ${CAROUSEL_CARDS.replies} answers, in ${LINK.title} characters each`;

const tapsOf = ({ buttons = [] }: CardContent): CarouselCard["taps"] | undefined => {
  const [first, ...more] = buttons;
  if (first?.type === "url" && more.length === 0 && first.title.length <= LINK.title) {
    return { title: first.title, url: first.url };
  }
  const replies = buttons.flatMap((one) =>
    one.type === "reply" ? [{ title: one.title, payload: one.payload }] : [],
  );
  const all = replies.length > 0 && replies.length === buttons.length;
  return all && areButtons(replies, CAROUSEL_CARDS.replies) ? replies : undefined;
};
