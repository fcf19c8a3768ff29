import type { Button } from "../../domain/rich.ts";
import { splitText } from "../../domain/text.ts";
import { type Bubble, bubbleOf, type PageDialect } from "./page-draft.ts";
import { BUTTON_TEXT, CHOICE_TITLE } from "./page-limits.ts";
import type { PageButton } from "./page-payload.ts";

/** Whether a title and a payload go through as they are; one of spaces alone is none to Meta. */
export const isChoice = ({ title, payload = title }: { title: string; payload?: string }): boolean =>
  title.length <= CHOICE_TITLE && payload.trim() !== "";

export const isCall = ({ type }: Button): boolean => type === "call";

/** Whether Meta can show this button, in a button template or on a card. */
export const isShown = ({ callButtons }: PageDialect, button: Button): boolean =>
  isChoice(button) && (callButtons || !isCall(button));

export const pageButton = (button: Button): PageButton => {
  const { title } = button;
  switch (button.type) {
    case "url":
      return { type: "web_url", title, url: button.url };
    case "reply":
      return { type: "postback", title, payload: button.payload };
    case "call":
      return { type: "phone_number", title, payload: button.payload };
  }
};

/**
 * A text over its buttons. A longer one than fits there goes ahead, and its last piece stays with the buttons.
 * Source: developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/templates/button
 */
export const overButtons = (dialect: PageDialect, said: string, buttons: Button[]): Bubble[] => {
  const text = said.length > BUTTON_TEXT ? said.trimEnd() : said;
  const body = splitText(text, BUTTON_TEXT).at(-1) ?? text;
  const ahead = text.slice(0, text.length - body.length).trimEnd();
  const payload = { template_type: "button", text: body, buttons: buttons.map(pageButton) } as const;
  const template: Bubble = {
    kind: "interactive",
    message: { attachment: { type: "template", payload } },
    slots: [],
  };
  return [...textBubbles(dialect, ahead), template];
};

/** As many bubbles as the text needs; none of white space alone. */
export const textBubbles = ({ text: { cap, measure } }: PageDialect, said: string): Bubble[] =>
  splitText(said, cap, measure)
    .filter((piece) => piece.trim() !== "")
    .map(bubbleOf);
