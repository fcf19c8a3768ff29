import type { ChannelRules } from "../../shared/messaging/channel-ports.ts";
import { CAPABILITIES } from "./capabilities.ts";
import { checkFile } from "./check-file.ts";
import { segmentsOf } from "./segments.ts";
import { transformOutgoing } from "./transform-outgoing.ts";

export const sms: ChannelRules = {
  channel: "sms",
  capabilities: CAPABILITIES,
  transform: transformOutgoing,
  checkFile,
  describe: ({ payload: { Body } }) => (typeof Body === "string" ? segmentsOf(Body) : {}),
};
