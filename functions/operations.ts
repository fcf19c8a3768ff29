import type { Operations } from "../shared/lambda/operation.ts";
import { operations as attachments } from "./attachments/operations.ts";
import { operations as chatwoot } from "./chatwoot/operations.ts";
import { operations as conversations } from "./conversations/operations.ts";
import { operations as docs } from "./docs/operations.ts";
import { operations as events } from "./events/operations.ts";
import { operations as inbox } from "./inbox/operations.ts";
import { operations as instagram } from "./instagram/operations.ts";
import { operations as messenger } from "./messenger/operations.ts";
import { operations as playground } from "./playground/operations.ts";
import { operations as sms } from "./sms/operations.ts";
import { operations as socialApi } from "./social-api/operations.ts";
import { operations as spruce } from "./spruce/operations.ts";
import { operations as webchat } from "./webchat/operations.ts";
import { operations as whatsapp } from "./whatsapp/operations.ts";
import { operations as x } from "./x/operations.ts";

/** Every endpoint's operation, in the order of the reference. Only the reference itself imports this. */
export const operations: Operations = {
  ...whatsapp,
  ...instagram,
  ...messenger,
  ...webchat,
  ...sms,
  ...playground,
  ...x,
  ...attachments,
  ...conversations,
  ...events,
  ...socialApi,
  ...inbox,
  ...chatwoot,
  ...spruce,
  ...docs,
};

/** What the endpoints are grouped by, in the order of the reference. */
export const tags: Record<string, string> = {
  Sending: "One body for every channel: accepted when it is queued, adapted to its channel, and said how.",
  Messages: "What was written, and what became of it.",
  Conversations: "Threads with contacts, and among members.",
  Files: "Uploads, and the links that providers fetch.",
  Events: "All that changed, in order.",
  Organization: "Members and accounts.",
  Webhooks: "What providers call.",
  "social-api.ai": "Clients written for social-api.ai.",
  Inbox: "Clients written for Inbox, over X.",
  "Chatwoot's client API": "A visitor's side of web chat, as Chatwoot's public API has it.",
  Spruce: "Clients written for Spruce Health.",
  Reference: "This document.",
};
