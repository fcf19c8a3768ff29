import type { ChannelRules } from "../../shared/messaging/channel-ports.ts";
import { checkFile } from "./check-file.ts";
import { transformOutgoing } from "./transform-outgoing.ts";

/** What WhatsApp can carry, and how. */
export const whatsapp: ChannelRules = { channel: "whatsapp", transform: transformOutgoing, checkFile };
