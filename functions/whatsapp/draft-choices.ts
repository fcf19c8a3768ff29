import type { Media } from "../../shared/domain/attachment.ts";
import type { Adaptation } from "../../shared/domain/message.ts";
import type { Button, Choice, QuickReply } from "../../shared/domain/rich.ts";
import { numbered } from "../../shared/messaging/numbered-text.ts";
import { divided, wentAhead } from "./body.ts";
import type { Bubble, Interactive, Link } from "./bubbles.ts";
import { type Form, formFor } from "./choice-form.ts";
import { adaptation, type Draft, drafted } from "./draft.ts";
import { draftMedia } from "./draft-media.ts";
import { draftText, textBubbles } from "./draft-text.ts";
import { BODY_MAX, LINK, LIST_SIGN } from "./interactive-limits.ts";

/** A text with what can be tapped under it. */
export interface Asking {
  text: string;
  /** Where the text was given, and where its buttons were. */
  paths: { text: string; buttons: string };
  /** A picture above the text. */
  image?: Media | undefined;
  buttons: Button[];
  quickReplies: QuickReply[];
}

/**
 * Buttons and quick replies are one set of answers: buttons, else rows of a list, else numbers in the text. One
 * link alone is a button; beside answers, and for calls, the address stands in the text.
 */
export const draftAsking = (asked: Asking, from: number): Draft => {
  const { buttons, quickReplies } = asked;
  const replies = [...buttons.filter(isReply), ...quickReplies].map(({ title, payload }) => ({
    title,
    payload,
  }));
  const form = formFor(replies);
  const link = replies.length === 0 ? loneLink(buttons) : undefined;
  const inText = form === "text" ? buttons : buttons.filter((button) => !isReply(button) && button !== link);
  const { lines, choices } = numbered({ buttons: inText, ...(form === "text" && { quickReplies }) }, from);
  const adaptations = changes(asked, form, link);
  const written = lines.join("\n");
  const tapped = tappable(form, replies, link);
  const draft = tapped ? above(asked, written, tapped) : withoutTaps(asked, written);
  return { ...draft, adaptations: [...adaptations, ...draft.adaptations], choices };
};

const isReply = (button: Button): button is Extract<Button, { type: "reply" }> => button.type === "reply";

const loneLink = (buttons: Button[]): Extract<Button, { type: "url" }> | undefined => {
  const [link, ...more] = buttons.filter((button) => button.type === "url");
  return more.length === 0 && link && link.title.length <= LINK.title ? link : undefined;
};

/** The bubble as soon as it has its text, and whether it can bear a picture. */
interface Tappable {
  bubble(body: string, image: Media | undefined): Interactive;
  takesImage: boolean;
}

const tappable = (form: Form, replies: Choice[], link: Link | undefined): Tappable | undefined => {
  if (link) {
    const { title, url } = link;
    return {
      bubble: (body, image) => ({ kind: "link", body, image, link: { title, url } }),
      takesImage: true,
    };
  }
  if (form === "text" || replies.length === 0) return undefined;
  if (form === "buttons") {
    return { bubble: (body, image) => ({ kind: "buttons", body, image, replies }), takesImage: true };
  }
  const list = { button: LIST_SIGN, sections: [{ rows: replies }] };
  return { bubble: (body) => ({ kind: "list", body, list }), takesImage: false };
};

/** Addresses stand under the text where both fit above the buttons, else in a message after them. */
const above = ({ text, image, paths }: Asking, written: string, { bubble, takesImage }: Tappable): Draft => {
  const whole = paragraphs(text, written);
  const fits = whole.length <= BODY_MAX;
  const { ahead, body } = fits ? { ahead: "", body: whole } : divided(text);
  const before = textBubbles(ahead);
  const inside = takesImage && before.length === 0 ? image : undefined;
  const shown: Bubble[] = image && !inside ? [{ kind: "media", media: image, caption: undefined }] : [];
  const bubbles = [...shown, ...before, bubble(body, inside), ...(fits ? [] : textBubbles(written))];
  return drafted(bubbles, before.length > 0 ? [wentAhead(text, paths.text)] : []);
};

const withoutTaps = ({ text, image, paths }: Asking, written: string): Draft => {
  const whole = paragraphs(text, written);
  return image ? draftMedia([image], whole, paths.text) : draftText(whole, paths.text);
};

const paragraphs = (...texts: string[]): string => texts.filter((text) => text !== "").join("\n\n");

const FORMS: Record<Form, string> = {
  buttons: "buttons",
  list: "the rows of a list",
  text: "numbers in the text",
};

/** What is not shown as it was asked for: quick replies stay, WhatsApp has none that go. */
const changes = (
  { buttons, quickReplies, paths }: Asking,
  form: Form,
  link: Button | undefined,
): Adaptation[] => [
  ...buttons.flatMap((button, index) => {
    if (isReply(button) || button === link) return [];
    const message = `WhatsApp cannot show this ${button.type} button here: it stands in the text.`;
    return [adaptation("button_as_text", `${paths.buttons}/${index}`, message)];
  }),
  ...(form !== "buttons" && buttons.some(isReply) ? [reshaped("buttons", paths.buttons, form)] : []),
  ...(quickReplies.length > 0 ? [reshaped("quick_replies", "/quick_replies", form)] : []),
];

const reshaped = (what: "buttons" | "quick_replies", path: string, form: Form): Adaptation =>
  adaptation(
    `${what}_as_${form}`,
    path,
    `WhatsApp takes these ${what.replace("_", " ")} as ${FORMS[form]} only.`,
  );
