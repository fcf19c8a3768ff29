// POST /conversation-messages-transform-outgoing-webchat, or invoked with the body as the payload.
import { items, queue, settings } from "#backend";
import { acceptHandler } from "../../shared/lambda/accept-handler.ts";
import { type AcceptParts, acceptDeps } from "../../shared/lambda/compose.ts";
import { live } from "../../shared/lambda/live.ts";
import { webchat } from "./channel.ts";

const endpoint = "/conversation-messages-transform-outgoing-webchat";

export const createHandler = (parts: AcceptParts) =>
  acceptHandler(acceptDeps(parts), { rules: webchat, endpoint });

export const handler = live(() =>
  createHandler({ items: items(), queue: queue("webchat"), settings: settings() }),
);
