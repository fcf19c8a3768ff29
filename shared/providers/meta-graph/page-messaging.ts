import { plainKind } from "../../domain/attachment.ts";
import { type Violation, violation } from "../../domain/errors.ts";
import { MAX_PARTS } from "../../domain/ids.ts";
import type { Adaptation, Content, Part } from "../../domain/message.ts";
import type { QuickReply } from "../../domain/rich.ts";
import type { Destination, Transformed } from "../../messaging/channel-ports.ts";
import { cardsDraft } from "./page-cards.ts";
import { adaptation, type Bubble, type Draft, type PageDialect } from "./page-draft.ts";
import { mediaDraft } from "./page-media.ts";
import { reactionParts } from "./page-reaction.ts";
import { saidIn } from "./page-said.ts";
import { wordsDraft, wordsOf } from "./page-words.ts";

/**
 * Neutral content as calls to the Send API, one bubble each. Neither channel has captions, and both show
 * bubbles in the order of the calls: files, the text with its buttons, cards; quick replies stand under the last.
 * Source: developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages
 */
export const transformForPage = (dialect: PageDialect, content: Content, to: Destination): Transformed => {
  const unreachable = addressViolations(dialect, to);
  if (unreachable.length > 0) return refused(unreachable);
  if (content.reaction) return reactionParts(dialect, content, content.reaction, to);
  const template = content.type === "template" ? dialect.template?.(content.template) : undefined;
  if (template && "violations" in template) return refused(template.violations);
  const draft = template ? utility(template.template) : draftOf(dialect, content);
  const violations = [...wordless(content), ...countViolations(dialect, content, draft.bubbles.length)];
  if (violations.length > 0) return refused(violations);
  const { bubbles, adaptations, choices } = draft;
  const parts = bubbles.map(({ kind, message, slots }, index): Part => {
    return { kind, payload: dialect.payload(message, index, content, to), slots };
  });
  return { parts, adaptations, violations, ...(choices.length > 0 && { choices }) };
};

const refused = (violations: Violation[]): Transformed => ({ parts: [], adaptations: [], violations });

const utility = (template: Record<string, unknown>): Draft => ({
  bubbles: [{ kind: "template", message: { template }, slots: [] }],
  adaptations: [],
  choices: [],
});

const draftOf = (dialect: PageDialect, content: Content): Draft => {
  const words = wordsOf(dialect, saidIn(dialect, content));
  const media = mediaDraft(dialect, content.media);
  const saying = (from: number) => wordsDraft(dialect, words, from);
  const showing = (from: number) => cardsDraft(dialect, content.cards ?? [], from);
  // Where only texts carry quick replies, the text is last.
  const textLast = words.chips.length > 0 && dialect.quickRepliesUnder === "texts";
  const [one, other] = textLast ? [showing, saying] : [saying, showing];
  const first = one(1);
  const second = other(1 + first.choices.length);
  return {
    bubbles: withChips([...media.bubbles, ...first.bubbles, ...second.bubbles], words.chips),
    adaptations: [
      ...media.adaptations,
      ...captions(dialect, content),
      ...first.adaptations,
      ...second.adaptations,
    ],
    choices: [...first.choices, ...second.choices],
  };
};

/**
 * They are gone after the next message, so only the last one can have them.
 * Source: developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/quick-replies
 */
const withChips = (bubbles: Bubble[], chips: QuickReply[]): Bubble[] => {
  const last = bubbles.at(-1);
  if (chips.length === 0 || !last) return bubbles;
  const quick_replies = chips.map(({ title, payload }) => ({
    content_type: "text" as const,
    title,
    payload,
  }));
  return [...bubbles.slice(0, -1), { ...last, message: { ...last.message, quick_replies } }];
};

const captions = ({ provider }: PageDialect, { media, text }: Content): Adaptation[] => {
  const [first] = media;
  if (!first || !text?.trim()) return [];
  const what = media.length === 1 ? `the ${plainKind(first.as)}` : "the files";
  const message = `${provider} has no captions: the text follows ${what} as a message of its own.`;
  return [adaptation("caption_moved", "/message_text", message)];
};

const addressViolations = ({ provider }: PageDialect, { contact }: Destination): Violation[] =>
  contact.address
    ? []
    : [violation("/conversation_id", "contact_unreachable", `The contact has no ${provider} id.`)];

/** What stands under a text needs one to stand under. */
const wordless = ({ text, buttons, quickReplies }: Content): Violation[] =>
  (buttons || quickReplies) && !text?.trim()
    ? [violation("/message_text", "empty_message", "There is no text for the buttons to stand under.")]
    : [];

const countViolations = ({ provider }: PageDialect, content: Content, count: number): Violation[] => {
  if (count > MAX_PARTS) {
    const message = `This would need ${count} ${provider} messages; at most ${MAX_PARTS} are sent for one.`;
    return [violation(mostOf(content), "too_many_parts", message)];
  }
  return count > 0 ? [] : [violation("/message_text", "empty_message", "There is no text to send.")];
};

/** The field that can be made smaller. */
const mostOf = ({ text, media, cards, contacts }: Content): string => {
  if (cards) return "/cards";
  if (contacts) return "/contacts";
  return text === undefined && media.length > 0 ? "/attachments" : "/message_text";
};
