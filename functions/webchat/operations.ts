import type { Operations } from "../../shared/lambda/operation.ts";
import { sends } from "../../shared/lambda/send-operation.ts";

export const operations: Operations = {
  "POST /conversation-messages-transform-outgoing-webchat": sends("web chat"),
};
