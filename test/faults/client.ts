import { LEASE_MS } from "../../shared/messaging/once.ts";
import type { Trouble } from "./instance.ts";
import { keyOf, organizationOf, START } from "./people.ts";
import type { Replied, Run, World } from "./world.ts";

/** A message as its sender sees it: what was answered, and whether it is still being asked for. */
export interface Said {
  conversation: number;
  /** Its place among what was said in this conversation. */
  place: number;
  text: string;
  key: string | undefined;
  /** The id that a 2xx gave it. */
  id?: string;
  /** Nothing usable was answered; with a key it is asked for again. */
  isOpen: boolean;
  /** An instance that stood still may promise it at any later time: its place is not known. */
  isLoose: boolean;
}

/** Long enough for so many parts of 4,096 characters at most. */
const textOf = (conversation: number, place: number, parts: number): string =>
  `${conversation}/${place} ${"word ".repeat(820 * (parts - 1))}end`;

/** Which message of a conversation a text is. */
export const placeOf = (text: string): number => Number(/^\d+\/(\d+) /.exec(text)?.[1]);

/** People who say one thing after the other in each conversation, and ask again with the same key until they are told. */
export class Client {
  readonly all: Said[] = [];
  /** Answers that nobody should be given. */
  readonly wrong: string[] = [];
  readonly #world: World;
  readonly #open = new Map<number, Said>();

  constructor(world: World) {
    this.#world = world;
  }

  get openCount(): number {
    return this.#open.size;
  }

  /** Says something new, or asks again for what is still open there. */
  say(conversation: number, parts = 1, isKeyed = true, trouble?: Trouble): Promise<Run<Replied>> {
    const open = this.#open.get(conversation);
    if (open) return this.#ask(open, trouble);
    const place = this.all.filter((one) => one.conversation === conversation).length + 1;
    const key = isKeyed ? `${conversation}-${place}` : undefined;
    const text = textOf(conversation, place, parts);
    const said: Said = { conversation, place, text, key, isOpen: true, isLoose: false };
    this.all.push(said);
    return this.#ask(said, trouble);
  }

  /** Asks once more for all that is open. */
  async askAgain(): Promise<void> {
    for (const said of [...this.#open.values()]) await this.#ask(said);
  }

  /** Asks until all is answered, as long as a first request may still be under way. */
  async insist(): Promise<void> {
    for (let tries = 0; this.#open.size > 0 && tries < 5; tries += 1) {
      this.#world.clock.ms += LEASE_MS;
      await this.askAgain();
    }
  }

  async #ask(said: Said, trouble?: Trouble): Promise<Run<Replied>> {
    const run = await this.#world.post(
      {
        body: { conversation_id: said.conversation, message_text: said.text },
        key: keyOf(organizationOf(said.conversation)),
        ...(said.key !== undefined && { headers: { "idempotency-key": said.key } }),
      },
      trouble,
    );
    this.#heard(said, run);
    return run;
  }

  #heard(said: Said, { rest }: Run<Replied>): void {
    if ("done" in rest && rest.done.status < 300) {
      if (said.id !== undefined && said.id !== rest.done.body.id)
        this.wrong.push("one key made two messages");
      said.id = rest.done.body.id;
    } else if ("done" in rest && rest.done.status < 500 && rest.done.status !== 409) {
      this.wrong.push(`${said.text.slice(0, 9)} was answered ${rest.done.status}`);
    }
    if ("stalled" in rest) said.isLoose = true;
    said.isOpen = said.id === undefined && said.key !== undefined;
    if (said.isOpen) this.#open.set(said.conversation, said);
    else this.#open.delete(said.conversation);
  }
}

/** Hours since the world began: windows stay open for 24. */
export const hoursOf = (world: World): number => (world.clock.ms - START) / 3_600_000;
