import type { Content } from "../../shared/domain/message.ts";
import type { Destination, Transformed } from "../../shared/messaging/channel-ports.ts";
import type { PageDialect } from "../../shared/providers/meta-graph/page-draft.ts";
import { transformForPage } from "../../shared/providers/meta-graph/page-messaging.ts";
import { fileNameAdaptations } from "./file-name.ts";
import { TEXT } from "./limits.ts";
import { withWholeLinks } from "./links.ts";
import { instagramPayload } from "./payload.ts";

const INSTAGRAM: PageDialect = {
  provider: "Instagram",
  text: TEXT,
  payload: instagramPayload,
  fileAdaptations: fileNameAdaptations,
  // Only web_url and postback: …/instagram-messaging/button-template (2026-04-01), …/generic-template
  callButtons: false,
  // "Quick replies only support plain text": …/instagram-messaging/features/quick-replies
  quickRepliesUnder: "texts",
  // `love` is the only word its API documents: …/instagram-api-with-instagram-login/messaging-api
  reactionFor: (emoji) => (isHeart(emoji) ? "love" : undefined),
  reactions: "only ❤️",
};

/** With or without the mark that makes it colourful. */
const isHeart = (emoji: string): boolean => emoji.replace("\ufe0f", "") === "\u2764";

/** Neutral content as bodies of `POST /{version}/{PAGE_ID or IG_ID}/messages`, one for each bubble. */
export const transformOutgoing = (content: Content, to: Destination): Transformed =>
  withWholeLinks(transformForPage(INSTAGRAM, content, to), content);
