import type { Content } from "../../shared/domain/message.ts";
import { carouselOf } from "./carousel.ts";
import { type Draft, inTurn, type Step } from "./draft.ts";
import { draftCards, draftCarousel } from "./draft-cards.ts";
import { draftAsking } from "./draft-choices.ts";
import { draftMedia } from "./draft-media.ts";
import { draftText, TEXT_PATH } from "./draft-text.ts";

/** Files, then the text with its buttons, then the cards; a text with quick replies comes last. */
export const draftRich = (content: Content): Draft => {
  const { media, text = "", cards, quickReplies } = content;
  const files: Step = () => draftMedia(media, undefined);
  const carousel = cards ? carouselOf(content) : NONE;
  if (typeof carousel !== "string") return inTurn([files, () => draftCarousel(text, carousel)]);
  const shown = cards ? draftCards(cards, carousel) : [];
  const asking = askingOf(content);
  if (asking) return inTurn(quickReplies ? [files, ...shown, asking] : [files, asking, ...shown]);
  const told: Step = () => (media.length > 0 ? draftMedia(media, text) : draftText(text));
  return inTurn([told, ...shown]);
};

const NONE = "there are no cards";

/** The text, where something stands under it. */
const askingOf = ({ text = "", buttons = [], quickReplies = [] }: Content): Step | undefined => {
  if (buttons.length === 0 && quickReplies.length === 0) return undefined;
  const paths = { text: TEXT_PATH, buttons: "/buttons" };
  return (from) => draftAsking({ text, paths, buttons, quickReplies }, from);
};
