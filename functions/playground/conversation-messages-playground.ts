// POST /conversation-messages-playground, or invoked with the body as the payload.
import { items, queue, settings } from "#backend";
import { acceptHandler } from "../../shared/lambda/accept-handler.ts";
import { type AcceptParts, acceptDeps } from "../../shared/lambda/compose.ts";
import { live } from "../../shared/lambda/live.ts";
import { playground } from "./channel.ts";

const endpoint = "/conversation-messages-playground";
const required = ["organization_id", "contact_id"];

export const createHandler = (parts: AcceptParts) =>
  acceptHandler(acceptDeps(parts), { rules: playground, endpoint, required });

export const handler = live(() =>
  createHandler({ items: items(), queue: queue("playground"), settings: settings() }),
);
