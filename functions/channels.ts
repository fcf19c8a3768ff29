import type { Channel } from "../shared/domain/channel.ts";
import type { ChannelRules } from "../shared/messaging/channel-ports.ts";
import { instagram } from "./instagram/channel.ts";
import { messenger } from "./messenger/channel.ts";
import { playground } from "./playground/channel.ts";
import { sms } from "./sms/channel.ts";
import { webchat } from "./webchat/channel.ts";
import { whatsapp } from "./whatsapp/channel.ts";
import { x } from "./x/channel.ts";

/**
 * Every channel's rules, for what serves all of them. A bundle holds one channel, so only the few entry files named
 * in test/architecture/layers.ts import this (docs/decisions/0009-some-functions-know-every-channel.md).
 */
export const channels: Record<Channel, ChannelRules> = {
  whatsapp,
  instagram,
  messenger,
  webchat,
  sms,
  playground,
  x,
};
