/** What may go wrong at one call that an instance makes of anything outside it. */
export type Fault =
  /** The process ends before, or after, what it asked for was done. */
  | { kind: "ends"; when: When }
  /** It hangs there until its function's time is over, and is ended. */
  | { kind: "times out"; when: When }
  /** It stands still there, until long afterwards it goes on as if nothing had been. */
  | { kind: "stalls"; when: When }
  /** What it called did nothing and answers an error, or did it all and answers an error. */
  | { kind: "throws" }
  | { kind: "does it and throws" };
type When = "before" | "after";

/** `at` tells whether this is the call; `times` how many such calls go wrong (an instance ends only once). */
export interface Trouble {
  at: (call: string) => boolean;
  fault: Fault;
  times?: number;
}

/** How a run came to rest: what it answered, its error, or that nobody hears of it any more. */
export type Rest<T> = { done: T } | { failed: unknown } | { gone: true } | { stalled: true };

const never = <T>(): Promise<T> => new Promise(() => {});

/** No run of any function makes as many calls: one that does goes round in circles. */
const MOST_CALLS = 1_000;

/**
 * One run of one function. All it does to the world goes through `call`, so that an instance that is gone does
 * nothing any more: what it waits for never comes.
 */
export class Instance {
  isGone = false;
  /** The calls it made, by name: what a test may look for. */
  readonly calls: string[] = [];
  /** Whether its trouble came to pass. */
  struck = 0;
  readonly #trouble: Trouble | undefined;
  readonly #onTimeout: () => void;
  #rest = Promise.withResolvers<{ gone: true } | { stalled: true }>();
  #resumes: (() => void)[] = [];
  #work: Promise<Rest<unknown>> = never();

  constructor(trouble?: Trouble, onTimeout: () => void = () => {}) {
    this.#trouble = trouble;
    this.#onTimeout = onTimeout;
  }

  /** Until the work ends, or the instance does, or stands still. */
  run<T>(work: () => Promise<T>): Promise<Rest<T>> {
    this.#work = work().then(
      (done) => ({ done }),
      (failed: unknown) => ({ failed }),
    );
    return this.#atRest() as Promise<Rest<T>>;
  }

  /** Goes on where it stood still. */
  resume(): Promise<Rest<unknown>> {
    this.#rest = Promise.withResolvers();
    for (const resume of this.#resumes.splice(0)) resume();
    return this.#atRest();
  }

  end(): void {
    this.isGone = true;
    this.#rest.resolve({ gone: true });
  }

  async call<T>(name: string, act: () => Promise<T>): Promise<T> {
    if (this.isGone) return never();
    this.calls.push(name);
    if (this.calls.length > MOST_CALLS) return this.#goesRound();
    const fault = this.#faultAt(name);
    if (fault?.kind === "throws") throw new Error(`${name} failed`);
    if (isSudden(fault, "before")) await this.#suffer(fault.kind);
    const answer = await act();
    if (this.isGone) return never();
    if (fault?.kind === "does it and throws") throw new Error(`the answer of ${name} was lost`);
    if (isSudden(fault, "after")) await this.#suffer(fault.kind);
    return answer;
  }

  /** Not an error of the call, which whoever made it would only try again: the run itself has failed. */
  #goesRound(): Promise<never> {
    this.isGone = true;
    this.#rest.reject(
      new Error(`No rest after ${MOST_CALLS} calls, the last of them ${this.calls.slice(-4)}`),
    );
    return never();
  }

  #faultAt(name: string): Fault | undefined {
    const { at, fault, times = 1 } = this.#trouble ?? {};
    if (!at || !fault || this.struck >= times || !at(name)) return undefined;
    this.struck += 1;
    return fault;
  }

  #suffer(kind: Sudden["kind"]): Promise<void> {
    if (kind === "stalls") {
      this.#rest.resolve({ stalled: true });
      return new Promise((resolve) => {
        this.#resumes.push(resolve);
      });
    }
    if (kind === "times out") this.#onTimeout();
    this.end();
    return never();
  }

  #atRest(): Promise<Rest<unknown>> {
    return Promise.race([this.#work, this.#rest.promise]);
  }
}

type Sudden = Extract<Fault, { when: When }>;
const isSudden = (fault: Fault | undefined, when: When): fault is Sudden =>
  fault !== undefined && "when" in fault && fault.when === when;
