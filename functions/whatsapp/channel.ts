import type { ChannelRules } from "../../shared/messaging/channel-ports.ts";
import { CAPABILITIES } from "./capabilities.ts";
import { checkFile } from "./check-file.ts";
import { judgeTemplate } from "./judge-template.ts";
import { RATE } from "./limits.ts";
import { transformOutgoing } from "./transform-outgoing.ts";

/** What WhatsApp can carry, and how. */
export const whatsapp: ChannelRules = {
  channel: "whatsapp",
  rate: RATE,
  capabilities: CAPABILITIES,
  transform: transformOutgoing,
  judgeTemplate,
  checkFile,
};
