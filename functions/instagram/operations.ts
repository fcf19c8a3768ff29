import type { Operations } from "../../shared/lambda/operation.ts";
import { sends } from "../../shared/lambda/send-operation.ts";
import { metaWebhooks } from "../../shared/lambda/webhook-operations.ts";

export const operations: Operations = {
  "POST /conversation-messages-transform-outgoing-instagram": sends("Instagram"),
  ...metaWebhooks("/webhooks/instagram", "Instagram"),
};
