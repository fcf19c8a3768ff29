import { type Answer, badGateway, type Voice } from "./errors.ts";
import { type Magic, magicOf } from "./magic.ts";
import type { Entry } from "./received.ts";
import type { State } from "./state.ts";
import type { Callback } from "./webhooks.ts";

/** A send that broke no rule: what its provider would say, and tell later. */
export type Sent = {
  /** Where a directive may stand. */
  text: string;
  to: string;
  voice: Voice;
  answer: Answer;
  withoutId: Answer;
  /** In order. `failure`: the message does not arrive; 0 means the provider's usual code. */
  callbacks?(failure: number | undefined): Callback[];
  /** Work the provider does after it answered; resolves to the code that makes the message fail. */
  afterwards?(note: (line: string) => void): Promise<number | undefined>;
};

/** `lost` and `hang` leave the caller without an answer. */
export type Played = Answer | "lost" | "hang";

/** Messages whose callbacks have not all been taken yet; beyond this many, new ones get none. */
const FOLLOWED = 100_000;

export class Player {
  readonly #state: State;
  #following = 0;

  constructor(state: State) {
    this.#state = state;
  }

  /** Applies the magic values of a send, and begins its callbacks. */
  async play(sent: Sent, entry: Entry): Promise<Played> {
    const { options, tries, webhooks } = this.#state;
    const magic = magicOf(sent.text, sent.to, options.magicNumbers);
    if (!magic) {
      this.#follow(sent, {}, entry);
      return sent.answer;
    }
    if (magic.hang) return "hang";
    const times = Math.max(magic.throttled ?? 0, magic.broken ?? 0);
    if (times > 0 && tries.stillFails(sameBody(entry), times)) {
      return magic.throttled ? sent.voice.throttled() : sent.voice.broken();
    }
    if (magic.html) return badGateway;
    if (magic.error) return sent.voice.error(magic.error.code, magic.error.subcode);
    if (magic.refuse) return sent.voice.refused();
    if (!magic.noid) this.#follow(sent, magic, entry);
    if (magic.slow) await webhooks.pause(magic.slow);
    if (magic.lost) return "lost";
    return magic.noid ? sent.withoutId : sent.answer;
  }

  #follow(sent: Sent, magic: Magic, entry: Entry): void {
    const { callbacks, webhooks } = this.#state.options;
    const mayCall = callbacks && !magic.silent && sent.callbacks && (webhooks || entry.channel === "sms");
    if (!mayCall && !sent.afterwards) return;
    const note = (line: string): void => void entry.notes.push(line);
    if (this.#following >= FOLLOWED) {
      note("too many callbacks are waiting: none for this message");
      return;
    }
    this.#following++;
    // After the answer has been written: a provider's callbacks seldom overtake its answer.
    setImmediate(() => {
      this.#tell(sent, magic, note)
        .catch((error: unknown) => note(`callbacks broke off: ${String(error)}`))
        .finally(() => this.#following--);
    });
  }

  async #tell(sent: Sent, magic: Magic, note: (line: string) => void): Promise<void> {
    const { options, webhooks } = this.#state;
    if (magic.late) await webhooks.pause(magic.late);
    const failure = (await sent.afterwards?.(note)) ?? magic.failed;
    if (!options.callbacks || magic.silent || !sent.callbacks) return;
    let callbacks = sent.callbacks(failure);
    if (magic.shuffled) callbacks = callbacks.reverse();
    if (magic.duplicate) callbacks = callbacks.flatMap((callback) => [callback, callback]);
    for (const callback of callbacks) {
      if (webhooks.stopped) return;
      const delivery = await webhooks.post(callback);
      if (delivery && !delivery.taken) {
        note(`callback given up after ${delivery.attempts} tries, last HTTP status ${delivery.status}`);
      }
    }
  }
}

const links = new Set(["url", "link", "image_url", "MediaUrl"]);

/** Two tries are the same when all but their links agree: a signed link is new each time. */
function sameBody(entry: Entry): string {
  const body = JSON.stringify(entry.body, (key, value: unknown) => (links.has(key) ? "" : value));
  return `${entry.channel} ${entry.account} ${entry.to} ${body}`;
}
