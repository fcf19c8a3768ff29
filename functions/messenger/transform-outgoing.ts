import type { Content } from "../../shared/domain/message.ts";
import type { Destination, Transformed } from "../../shared/messaging/channel-ports.ts";
import { transformForPage } from "../../shared/providers/meta-graph/page-messaging.ts";
import { sendApiPayload } from "../../shared/providers/meta-graph/page-payload.ts";
import { TEXT } from "./limits.ts";

/** Neutral content as Send API bodies: `POST /{version}/{PAGE_ID}/messages`, one for each bubble. */
export const transformOutgoing = (content: Content, to: Destination): Transformed =>
  transformForPage({ provider: "Messenger", text: TEXT, payload: sendApiPayload }, content, to);
