import type { ExternalConversation } from "../domain/conversation.ts";
import type { Violation } from "../domain/errors.ts";
import type { Window } from "../domain/window.ts";
import type { ChannelRules, Transformed } from "./channel-ports.ts";
import { type PartPreview, partsShown } from "./part-preview.ts";
import type { Understood } from "./read-request.ts";
import type { TemplateCheck } from "./template-ports.ts";

/** What a message would become, and all that speaks against it. */
export interface Preview {
  preview: true;
  channel: string;
  conversation_id: number;
  message_type: string;
  parts: PartPreview[];
  adaptations: Transformed["adaptations"];
  window: Window;
  violations: Violation[];
  /** A template's: whether it is known to be what the provider approved. */
  template_check?: TemplateCheck;
}

export const previewOf = (
  rules: ChannelRules,
  asked: Pick<Understood, "type">,
  conversation: ExternalConversation,
  window: Window,
  { parts, adaptations, template_check }: Transformed,
  violations: Violation[],
): Preview => ({
  preview: true,
  channel: conversation.channel,
  conversation_id: conversation.id,
  message_type: asked.type,
  parts: partsShown(rules, parts),
  adaptations,
  window,
  violations,
  ...(template_check && { template_check }),
});
