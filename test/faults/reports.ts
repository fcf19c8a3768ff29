import type { Trouble } from "./instance.ts";
import type { Heard } from "./provider.ts";
import type { Callback, Replied, Run, World } from "./world.ts";

const WORDS = ["sent", "delivered", "read"] as const;

/** What the provider has yet to report, and goes on reporting until it is answered 200. */
export class Reports {
  /** What was answered 200, by handle. */
  readonly told = new Map<string, Set<Callback["report"]>>();
  readonly #world: World;
  readonly #isSilent: (heard: Heard) => boolean;
  #read = 0;
  #waiting: Callback[] = [];

  /** `isSilent`: calls nothing is ever reported of. */
  constructor(world: World, isSilent: (heard: Heard) => boolean = () => false) {
    this.#world = world;
    this.#isSilent = isSilent;
  }

  get isEmpty(): boolean {
    this.#collect();
    return this.#waiting.length === 0;
  }

  /** Every call of which something is or was to be reported. */
  isSilent(heard: Heard): boolean {
    return this.#isSilent(heard);
  }

  /** Reports so many, from anywhere in what waits; `twice` keeps them waiting all the same. */
  async tell(count: number, from = 0, trouble?: Trouble, twice = false): Promise<Run<Replied> | undefined> {
    this.#collect();
    if (this.#waiting.length === 0) return undefined;
    const start = from % this.#waiting.length;
    const told = this.#waiting.slice(start, start + count);
    const run = await this.#world.report(told, trouble);
    if ("done" in run.rest && run.rest.done.status === 200) {
      for (const one of told) this.#note(one);
      if (!twice) this.#waiting = this.#waiting.filter((one) => !told.includes(one));
    }
    return run;
  }

  #note({ heard, report }: Callback): void {
    this.told.set(heard.handle, (this.told.get(heard.handle) ?? new Set()).add(report));
  }

  #collect(): void {
    for (const heard of this.#world.provider.heard.slice(this.#read)) {
      if (!heard.acted || this.#isSilent(heard)) continue;
      this.#waiting.push(...WORDS.map((report) => ({ heard, report })));
    }
    this.#read = this.#world.provider.heard.length;
  }
}
