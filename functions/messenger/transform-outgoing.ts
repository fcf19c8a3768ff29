import type { Content } from "../../shared/domain/message.ts";
import type { Destination, Transformed } from "../../shared/messaging/channel-ports.ts";
import type { PageDialect } from "../../shared/providers/meta-graph/page-draft.ts";
import { transformForPage } from "../../shared/providers/meta-graph/page-messaging.ts";
import { sendApiPayload } from "../../shared/providers/meta-graph/page-payload.ts";
import { TEXT } from "./limits.ts";
import { checkTemplate } from "./template.ts";

const MESSENGER: PageDialect = {
  provider: "Messenger",
  text: TEXT,
  payload: sendApiPayload,
  callButtons: true,
  // "text or attachment must be set": …/messenger-platform/send-messages/quick-replies
  quickRepliesUnder: "anything",
  // "any emoji reaction": …/messenger-platform/send-messages/sender-actions (2026-01-21)
  reactionFor: (emoji) => (isEmoji(emoji) ? emoji : undefined),
  reactions: "one emoji",
  template: checkTemplate,
};

/** One emoji as a person sees it; a heart or a sun may come without the mark that makes it colourful. */
const isEmoji = (text: string): boolean =>
  /^\p{RGI_Emoji}$/v.test(text) || /^\p{Extended_Pictographic}$/u.test(text);

/** Neutral content as Send API bodies: `POST /{version}/{PAGE_ID}/messages`, one for each bubble. */
export const transformOutgoing = (content: Content, to: Destination): Transformed =>
  transformForPage(MESSENGER, content, to);
