import type { AccountKey } from "../domain/account.ts";
import type { AccountPause } from "../domain/account-pause.ts";

export interface PauseStore {
  /** One write; a pause that lasts longer stays as it is. */
  pause(account: AccountKey, pause: AccountPause): Promise<void>;
  /** In the order asked; at most 100. A pause that ended may still be there. */
  of(accounts: AccountKey[]): Promise<(AccountPause | undefined)[]>;
}
