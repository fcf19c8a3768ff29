// POST /conversation-messages-transform-outgoing-instagram, or invoked with the body as the payload.
import { items, queue, settings } from "#backend";
import { acceptHandler } from "../../shared/lambda/accept-handler.ts";
import { type AcceptParts, acceptDeps } from "../../shared/lambda/compose.ts";
import { live } from "../../shared/lambda/live.ts";
import { instagram } from "./channel.ts";

const endpoint = "/conversation-messages-transform-outgoing-instagram";

export const createHandler = (parts: AcceptParts) =>
  acceptHandler(acceptDeps(parts), { rules: instagram, endpoint });

export const handler = live(() =>
  createHandler({ items: items(), queue: queue("instagram"), settings: settings() }),
);
