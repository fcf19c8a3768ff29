import type { Content } from "../../shared/domain/message.ts";
import type { Destination, Transformed } from "../../shared/messaging/channel-ports.ts";
import { type PageDialect, transformForPage } from "../../shared/providers/meta-graph/page-messaging.ts";
import { fileNameAdaptations } from "./file-name.ts";
import { TEXT } from "./limits.ts";
import { instagramPayload } from "./payload.ts";

const INSTAGRAM: PageDialect = {
  provider: "Instagram",
  text: TEXT,
  payload: instagramPayload,
  fileAdaptations: fileNameAdaptations,
};

/** Neutral content as bodies of `POST /{version}/{PAGE_ID or IG_ID}/messages`, one for each bubble. */
export const transformOutgoing = (content: Content, to: Destination): Transformed =>
  transformForPage(INSTAGRAM, content, to);
