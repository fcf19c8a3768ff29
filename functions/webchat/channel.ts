import type { ChannelRules } from "../../shared/messaging/channel-ports.ts";
import { plainRules } from "../../shared/messaging/plain-transform.ts";
import { CAPTION_MAX, TEXT_MAX } from "./limits.ts";

export const webchat: ChannelRules = plainRules("webchat", { text: TEXT_MAX, caption: CAPTION_MAX });
