import type { ChannelRules } from "../../shared/messaging/channel-ports.ts";
import { CAPABILITIES } from "./capabilities.ts";
import { checkFile } from "./check-file.ts";
import { transformOutgoing } from "./transform-outgoing.ts";

/** What a direct message on X can carry. Its limits are counted in quarters of an hour, which no rate per second says. */
export const x: ChannelRules = {
  channel: "x",
  capabilities: CAPABILITIES,
  transform: transformOutgoing,
  checkFile,
};
