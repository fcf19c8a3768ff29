import type { Media } from "../domain/attachment.ts";
import type { CardContent, Content } from "../domain/message.ts";
import type { Choice } from "../domain/rich.ts";
import { contactText, locationText, type Numbered, numbered } from "./numbered-text.ts";

/** A whole message in words, and what the numbers in it stand for. */
export interface WholeText {
  text: string;
  choices: Choice[];
}

/**
 * All that a message says, in the order it is read: its text with the buttons, then the cards, then the quick
 * replies; the numbers run through all of it. `linked`: the cards' pictures are named by their addresses.
 */
export const wholeText = (content: Content, linked: boolean): WholeText => {
  const { buttons, quickReplies, cards = [], list, location, contacts = [] } = content;
  const choices: Choice[] = [];
  const next = ({ lines, choices: more }: Numbered): string => {
    choices.push(...more);
    return lines.join("\n");
  };
  const number = () => choices.length + 1;
  const said = [
    content.text?.trim() ? content.text : "",
    location ? locationText(location) : "",
    next(numbered({ list, buttons }, number())),
  ];
  const shown = cards.map((card) => [next(numbered({ card }, number())), linkOf(card, linked)]);
  const answers = next(numbered({ quickReplies }, number()));
  const blocks = cards.length > 0 ? [said, ...shown, [answers]] : [[...said, answers]];
  return { text: textOf([...blocks, ...contacts.map((contact) => [contactText(contact)])]), choices };
};

/** What the cards show, in their order; such a text leaves the files among them to be sent beside it. */
export const picturesOf = ({ cards = [] }: Content): Media[] => cards.flatMap(({ image }) => image ?? []);

const linkOf = ({ image }: CardContent, linked: boolean): string =>
  linked && image && "url" in image ? image.url : "";

/** Blocks stand apart by an empty line; what is empty leaves none. */
const textOf = (blocks: string[][]): string =>
  blocks
    .map((lines) => lines.filter((line) => line !== "").join("\n"))
    .filter((block) => block !== "")
    .join("\n\n");
