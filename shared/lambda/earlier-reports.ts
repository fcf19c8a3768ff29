import type { Sender } from "../messaging/channel-ports.ts";
import { afterSent } from "../messaging/note-sent.ts";
import { messageStore } from "../store/messages.ts";
import { reportStore } from "../store/reports.ts";
import type { DeliverParts } from "./deliver-handler.ts";

/** What follows `sent` where the provider names messages by its own ids: what it told too early is applied. */
export const appliesEarlier = ({
  items,
  now = () => new Date(),
}: DeliverParts): NonNullable<Sender["afterwards"]> =>
  afterSent({ messages: messageStore(items), reports: reportStore(items, now) });
