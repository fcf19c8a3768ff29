/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/policy */
export const DAY = 24 * 60 * 60 * 1000;
/** The reach of HUMAN_AGENT: https://developers.facebook.com/documentation/business-messaging/messenger-platform/policy */
export const WEEK = 7 * DAY;

const REMEMBERED = 200_000;

/**
 * When each contact last wrote to each account, as far as it wrote through this process. A contact never heard
 * of has an open window: it may have written somewhere else.
 */
export class Windows {
  readonly #last = new Map<string, number>();

  /** Notes a contact's message; an older one never moves the window back. */
  heard(channel: string, account: string, contact: string, at: number): void {
    const key = `${channel} ${account} ${contact}`;
    const before = this.#last.get(key) ?? Number.NEGATIVE_INFINITY;
    this.#last.delete(key);
    this.#last.set(key, Math.max(before, at));
    if (this.#last.size > REMEMBERED) this.#last.delete(this.#last.keys().next().value ?? "");
  }

  isOpen(channel: string, account: string, contact: string, length = DAY): boolean {
    if (this.#last.size === 0) return true;
    const last = this.#last.get(`${channel} ${account} ${contact}`);
    return last === undefined || Date.now() - last <= length;
  }
}
