import { AccountPause } from "../domain/account-pause.ts";
import type { OutgoingMessage } from "../domain/message.ts";
import type { PauseStore } from "../messaging/pause-ports.ts";
import type { Item, Items, Key } from "./items.ts";
import { keys } from "./keys.ts";

/** Seconds a pause is kept beyond its end. */
const KEPT = 86_400;

/** Each account's pause is an item of its own, so that no throttle ever contends with a change of the account. */
export const pauseStore = (items: Items): PauseStore => ({
  async pause(account, { paused_until, reason }) {
    await items.write({
      update: keys.accountPause(account),
      set: { paused_until, reason, ttl: Math.ceil(Date.parse(paused_until) / 1000) + KEPT },
      if: { paused_until: { below: paused_until } },
    });
  },
  async of(accounts) {
    const found = accounts.length === 0 ? [] : await items.read(accounts.map(keys.accountPause));
    return found.map(pauseOf);
  },
});

/** The pause of the account that a job leaves over. */
export const pauseKeyOf = ({ organization_id, account_id }: OutgoingMessage): Key =>
  keys.accountPause({ organization_id, id: account_id });

export const pauseOf = (item: Item | undefined): AccountPause | undefined => item && AccountPause.parse(item);
