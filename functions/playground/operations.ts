import type { Operations } from "../../shared/lambda/operation.ts";
import { sends } from "../../shared/lambda/send-operation.ts";

export const operations: Operations = {
  "POST /conversation-messages-playground": sends(
    "the playground",
    "A simulated contact reads and answers. `organization_id` and `contact_id` are required here.",
  ),
};
