import type { Account } from "../domain/account.ts";
import type { OptOut } from "../domain/conversation.ts";
import { openedBy } from "../domain/window.ts";
import { type NewContact, type OpenDeps, openConversation } from "./open-conversation.ts";

/**
 * Something a contact did that is no message. `opens_window`: a call, a reaction, a link that was followed. `ad_click`
 * opens nothing by itself: the message that follows it does, for longer.
 */
export interface Act {
  account: Account;
  from: NewContact;
  at: Date;
  kind: "opens_window" | "ad_click";
}

/** The contact's word on being written to. `stopped: false` takes an earlier one back. */
export interface Choice {
  account: Account;
  from: NewContact;
  at: Date;
  scope: OptOut["scope"];
  stopped: boolean;
}

/** A provider's clock may be ahead of ours, but not by a day: such a time is none, and would keep a window open. */
const MAX_AHEAD_MS = 86_400_000;
export const isAhead = (at: Date, now: Date): boolean => at.getTime() > now.getTime() + MAX_AHEAD_MS;

/** Notes what a contact did, in the conversation with them, which it opens if there is none. It is no message. */
export const recordAct =
  (deps: OpenDeps) =>
  async ({ account, from, at, kind }: Act): Promise<void> => {
    if (isAhead(at, deps.now())) return;
    const { conversation } = await openConversation(deps)(account, from);
    if (kind === "ad_click") await deps.conversations.adClicked(conversation.id, at.toISOString());
    else await deps.conversations.heardFrom(conversation.id, openedBy(at));
  };

/** Notes that a contact does not want to be written to any more, or does again. The later word counts. */
export const recordChoice =
  (deps: OpenDeps) =>
  async ({ account, from, at, scope, stopped }: Choice): Promise<void> => {
    if (isAhead(at, deps.now())) return;
    const { conversation } = await openConversation(deps)(account, from);
    const choice = { scope, at: at.toISOString() };
    if (stopped) await deps.conversations.optOut(conversation.id, choice);
    else await deps.conversations.optIn(conversation.id, choice.at);
  };
