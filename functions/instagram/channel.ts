import type { ChannelRules } from "../../shared/messaging/channel-ports.ts";
import { checkPageFile } from "../../shared/providers/meta-graph/page-files.ts";
import { CAPABILITIES } from "./capabilities.ts";
import { FILES, RATE, STREAM_RATE } from "./limits.ts";
import { transformOutgoing } from "./transform-outgoing.ts";

/** What an Instagram professional account can say in a direct message. */
export const instagram: ChannelRules = {
  channel: "instagram",
  rate: RATE,
  capabilities: CAPABILITIES,
  streamRate: STREAM_RATE,
  transform: transformOutgoing,
  checkFile: (kind, file, path) => checkPageFile("Instagram", FILES, kind, file, path),
};
