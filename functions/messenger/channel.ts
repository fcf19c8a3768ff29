import type { ChannelRules } from "../../shared/messaging/channel-ports.ts";
import { checkPageFile } from "../../shared/providers/meta-graph/page-files.ts";
import { FILES, RATE } from "./limits.ts";
import { transformOutgoing } from "./transform-outgoing.ts";

/** What a Facebook Page can say to a person on Messenger. */
export const messenger: ChannelRules = {
  channel: "messenger",
  rate: RATE,
  transform: transformOutgoing,
  checkFile: (type, file, path) => checkPageFile("Messenger", FILES, type, file, path),
};
