import type { Adaptation } from "../../domain/message.ts";
import type { Button, QuickReply } from "../../domain/rich.ts";
import { numbered, type Offered } from "../../messaging/numbered-text.ts";
import { isCall, isChoice, isShown, overButtons, textBubbles } from "./page-buttons.ts";
import { adaptation, type Draft, type PageDialect } from "./page-draft.ts";
import { BUTTON_TEXT, CHOICE_TITLE } from "./page-limits.ts";
import type { Said } from "./page-said.ts";

/** What is shown as buttons and as quick replies, and what as lines of the text. */
export interface Words {
  text: string;
  path: string;
  buttons: Button[];
  chips: QuickReply[];
  lines: Offered;
  adaptations: Adaptation[];
}

export const wordsOf = (dialect: PageDialect, said: Said): Words => {
  const calls = dialect.callButtons ? [] : said.buttons.filter(isCall);
  const others = said.buttons.filter((button) => !calls.includes(button));
  const shown = others.every((button) => isShown(dialect, button));
  const buttons = shown ? others : [];
  const room = buttons.length === 0 || dialect.quickRepliesUnder === "anything";
  const asChips = said.quickReplies.every((reply) => room && isChoice(reply));
  return {
    text: said.text,
    path: said.path,
    buttons,
    chips: asChips ? said.quickReplies : [],
    lines: {
      buttons: shown ? calls : said.buttons,
      quickReplies: asChips ? [] : said.quickReplies,
      list: said.list,
    },
    adaptations: [
      ...said.adaptations,
      ...callLines(dialect, calls),
      ...(shown ? [] : [unfit(dialect, "buttons", "buttons")]),
      ...(asChips ? [] : [room ? unfit(dialect, "quick_replies", "quick replies") : besideButtons(dialect)]),
    ],
  };
};

/** The text with its buttons, and beneath it what could be none. `from`: the first number. */
export const wordsDraft = (dialect: PageDialect, words: Words, from: number): Draft => {
  const { lines, choices } = numbered(words.lines, from);
  const text = [words.text, lines.join("\n")].filter((piece) => piece !== "").join("\n\n");
  const bubbles =
    words.buttons.length > 0 ? overButtons(dialect, text, words.buttons) : textBubbles(dialect, text);
  const adaptations = [...words.adaptations, ...splitting(dialect, words, bubbles.length)];
  return { bubbles, adaptations, choices };
};

const splitting = ({ text }: PageDialect, { buttons, path }: Words, count: number): Adaptation[] => {
  if (count < 2) return [];
  const message =
    buttons.length > 0
      ? `Buttons stand under ${BUTTON_TEXT} characters at most: the text was split into ${count} messages, the last with its buttons.`
      : `The text was split into ${count} messages of at most ${text.cap} ${text.unit} each.`;
  return [adaptation("text_split", path, message)];
};

const callLines = ({ provider }: PageDialect, calls: Button[]): Adaptation[] =>
  calls.length === 0
    ? []
    : [
        adaptation(
          "call_button_as_text",
          "/buttons",
          `${provider} has no buttons that call: the number is a line of the text.`,
        ),
      ];

const unfit = ({ provider }: PageDialect, field: string, what: string): Adaptation =>
  adaptation(
    `${field}_as_text`,
    `/${field}`,
    `The titles of ${provider}'s ${what} have ${CHOICE_TITLE} characters at most: these are numbered lines of the text.`,
  );

const besideButtons = ({ provider }: PageDialect): Adaptation =>
  adaptation(
    "quick_replies_as_text",
    "/quick_replies",
    `${provider} has no quick replies under buttons: these are numbered lines of the text.`,
  );
