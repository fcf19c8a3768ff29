import type { CardContent } from "../../domain/message.ts";
import { numbered } from "../../messaging/numbered-text.ts";
import { isChoice, isShown, pageButton, textBubbles } from "./page-buttons.ts";
import { adaptation, type Bubble, type Draft, type PageDialect } from "./page-draft.ts";
import { CARD_SUBTITLE, CARD_TITLE, CHOICE_TITLE } from "./page-limits.ts";
import { addressOf, fileBubble } from "./page-media.ts";
import type { PageElement } from "./page-payload.ts";

/** A card that Meta shows, or one that leaves as its picture and a text. */
type Placed = { at: number; card: CardContent; unfit: string | undefined };

/**
 * Cards side by side, in one call for all that follow each other; what Meta would not show as a card leaves as its
 * picture and a text, in its place. `from`: the first number of what is chosen by one.
 * Source: developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/template/generic
 */
export const cardsDraft = (dialect: PageDialect, cards: CardContent[], from: number): Draft => {
  const draft: Draft = { bubbles: [], adaptations: [], choices: [] };
  for (const group of grouped(dialect, cards)) {
    const { at, card, unfit } = group[0]!;
    if (unfit === undefined) {
      draft.bubbles.push(carousel(group.map((one) => one.card)));
      continue;
    }
    const { lines, choices } = numbered({ card }, from + draft.choices.length);
    const picture = card.image ? [fileBubble(card.image)] : [];
    draft.bubbles.push(...picture, ...textBubbles(dialect, lines.join("\n")));
    draft.adaptations.push(adaptation("card_as_text", `/cards/${at}`, asText(unfit, card)));
    draft.choices.push(...choices);
  }
  return draft;
};

/** Neighbours that are shown as cards together; each other one by itself. */
const grouped = (dialect: PageDialect, cards: CardContent[]): Placed[][] => {
  const groups: Placed[][] = [];
  for (const [at, card] of cards.entries()) {
    const placed = { at, card, unfit: unfitOf(dialect, card) };
    const last = groups.at(-1);
    if (last && placed.unfit === undefined && last[0]!.unfit === undefined) last.push(placed);
    else groups.push([placed]);
  }
  return groups;
};

/** Why Meta would not show it as a card; undefined: it does. */
const unfitOf = (dialect: PageDialect, { title, subtitle, image, buttons = [] }: CardContent) => {
  const { provider } = dialect;
  if (title.length > CARD_TITLE) return `The title of a card has ${CARD_TITLE} characters at most`;
  if ((subtitle ?? "").length > CARD_SUBTITLE)
    return `The subtitle of a card has ${CARD_SUBTITLE} characters at most`;
  if (!buttons.every(isChoice)) return `The titles of buttons have ${CHOICE_TITLE} characters at most`;
  if (!buttons.every((button) => isShown(dialect, button))) return `${provider} has no buttons that call`;
  if (!image && !subtitle?.trim() && buttons.length === 0)
    return `${provider} shows no card that has a title alone`;
  return undefined;
};

const asText = (why: string, { image }: CardContent): string =>
  `${why}: this one is sent as ${image ? "its picture and a text" : "a text"}.`;

const carousel = (cards: CardContent[]): Bubble => ({
  kind: "interactive",
  message: {
    attachment: { type: "template", payload: { template_type: "generic", elements: cards.map(elementOf) } },
  },
  slots: cards.flatMap(({ image }, at) =>
    image && "file" in image
      ? [
          {
            at: ["message", "attachment", "payload", "elements", at, "image_url"],
            file: image.file,
            as: image.as,
          },
        ]
      : [],
  ),
});

const elementOf = ({ title, subtitle, image, buttons = [] }: CardContent): PageElement => ({
  title,
  ...(subtitle?.trim() && { subtitle }),
  ...(image && { image_url: addressOf(image) }),
  ...(buttons.length > 0 && { buttons: buttons.map(pageButton) }),
});
