import type { Channel } from "../shared/domain/channel.ts";
import type { ChannelRules } from "../shared/messaging/channel-ports.ts";
import { instagram } from "./instagram/channel.ts";
import { messenger } from "./messenger/channel.ts";
import { playground } from "./playground/channel.ts";
import { sms } from "./sms/channel.ts";
import { webchat } from "./webchat/channel.ts";
import { whatsapp } from "./whatsapp/channel.ts";

/** Every channel's rules, for what looks at all of them. No entry file imports this: a bundle holds one channel. */
export const channels: Record<Channel, ChannelRules> = {
  whatsapp,
  instagram,
  messenger,
  webchat,
  sms,
  playground,
};
