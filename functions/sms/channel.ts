import type { ChannelRules } from "../../shared/messaging/channel-ports.ts";
import { checkFile } from "./check-file.ts";
import { transformOutgoing } from "./transform-outgoing.ts";

export const sms: ChannelRules = { channel: "sms", transform: transformOutgoing, checkFile };
