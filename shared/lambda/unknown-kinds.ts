import type { Channel } from "../domain/channel.ts";
import { log } from "./log.ts";

/** Names of kinds are words of the provider's; whatever else stands there may be content, and is not logged. */
const KIND = /^[a-zA-Z_]{1,40}( [a-zA-Z_]{1,40})?$/;
/** Lines one webhook may cost. */
const MOST = 20;

/** One line for each kind of thing that a webhook brought and nobody here knows: its name and how often, no content. */
export const reportUnknown = (channel: Channel, kinds: string[]): void => {
  const counts = new Map<string, number>();
  for (const kind of kinds) {
    const name = KIND.test(kind) ? kind : "unnamed";
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  for (const [kind, count] of [...counts].slice(0, MOST)) {
    log.info({ channel, kind, count }, "a webhook brought something of a kind that is not known here");
  }
};
