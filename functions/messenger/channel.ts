import type { ChannelRules } from "../../shared/messaging/channel-ports.ts";
import { checkPageFile } from "../../shared/providers/meta-graph/page-files.ts";
import { CAPABILITIES } from "./capabilities.ts";
import { FILES, RATE, STREAM_RATE } from "./limits.ts";
import { transformOutgoing } from "./transform-outgoing.ts";

/** What a Facebook Page can say to a person on Messenger. */
export const messenger: ChannelRules = {
  channel: "messenger",
  rate: RATE,
  capabilities: CAPABILITIES,
  streamRate: STREAM_RATE,
  transform: transformOutgoing,
  checkFile: (kind, file, path) => checkPageFile("Messenger", FILES, kind, file, path),
};
