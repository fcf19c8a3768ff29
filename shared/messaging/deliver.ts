import { type MessageState, nextStep, type Outcome, type Step, type Try } from "../domain/delivery.ts";
import type { Violation } from "../domain/errors.ts";
import type { Job } from "../domain/message.ts";
import { type Call, NotYet, type Sender, Unsendable } from "./channel-ports.ts";
import {
  CANCELED_BY_FAILURE,
  DEADLINE_MS,
  exhausted,
  expired,
  failureOf,
  poisoned,
  SETTLE_MS,
  surpriseBackoff,
  unfit,
} from "./delivery-limits.ts";
import { type ArrivalDeps, ensureArrived } from "./ensure-arrived.ts";
import type { Change, DueStore, Log, MessageStore } from "./ports.ts";

export interface DeliverDeps extends ArrivalDeps {
  messages: MessageStore;
  due: Pick<DueStore, "schedule">;
  sender: Sender;
  checkFile: (job: Job, file: { name: string; type: string; size: number }) => Violation[];
  log: Log;
}

/** One taking of a job from its queue. */
export interface Run {
  /** How often the job was taken, this time included. */
  receives: number;
  /** Milliseconds until the function is stopped. */
  timeLeft(): number;
}

/** The job is over, or it comes back after so many seconds. */
export type Verdict = { done: true } | { later: number };

/** A provider call takes at most 10 s, so none is begun with less than this. */
const CALL_MS = 12_000;
/** Tries are shown in the timeline; past this many they are only counted. */
const TRIES_SHOWN = 25;
const DONE: Verdict = { done: true };

/**
 * Takes a message as far as it goes: part after part, each with its intent on record before its call. What became
 * of an intent that this run did not see end is unknown, and is never sent again.
 */
export const deliver =
  (deps: DeliverDeps) =>
  async (job: Job, run: Run): Promise<Verdict> => {
    const delivery = new Delivery(deps, job, run);
    delivery.state = await deps.messages.ensureOutgoing(job.message);
    const spent = delivery.spent();
    if (spent) return delivery.fail(delivery.firstOpen(), spent);
    for (;;) {
      const verdict = await delivery.advance(nextStep(delivery.state));
      if (verdict) return verdict;
    }
  };

class Delivery {
  state!: MessageState;
  readonly #deps: DeliverDeps;
  readonly #job: Job;
  readonly #run: Run;
  /** What the last call taught, waiting to be written together with the next intent. */
  #learnt: Change[] = [];

  constructor(deps: DeliverDeps, job: Job, run: Run) {
    this.#deps = deps;
    this.#job = job;
    this.#run = run;
  }

  /** Why the message must not be tried any more, before anything else is done. */
  spent() {
    const age = this.#deps.now().getTime() - Date.parse(this.#job.message.created_at);
    if (age > DEADLINE_MS) return expired;
    const untouched = this.state.parts.every(({ attempt, tries }) => attempt === 0 && tries.length === 0);
    return this.#run.receives >= 10 && untouched ? poisoned : undefined;
  }

  firstOpen(): number {
    const step = nextStep(this.state);
    return step.do === "nothing" ? this.state.parts.length : step.part;
  }

  async advance(step: Step): Promise<Verdict | undefined> {
    if (step.do === "nothing") return this.#settled();
    if (step.do === "give up on") {
      await this.#unknown(step.part, "the worker ended while the call was open");
      return undefined;
    }
    if (this.#run.timeLeft() < CALL_MS) return this.#pause(0);
    // A file may take long to prepare; what is known is written down first.
    if (this.#job.parts[step.part]!.kind === "media") await this.#settled();
    return this.#send(step.part, step.attempt);
  }

  async #send(part: number, attempt: number): Promise<Verdict | undefined> {
    let call: Call;
    try {
      call = await this.#prepare(part);
    } catch (error) {
      return this.#notPrepared(part, error);
    }
    // From here to `run` nothing may wait but the intent itself.
    const begun = await this.#begin(call, part, attempt);
    if (!begun) return undefined;
    const outcome = await call.run();
    return this.#learn(part, attempt, outcome);
  }

  async #prepare(index: number): Promise<Call> {
    const part = this.#job.parts[index]!;
    await ensureArrived(this.#deps, this.#job, part, (file) => {
      const [violation] = this.#deps.checkFile(this.#job, file);
      if (violation) throw new Unsendable(unfit(violation.message));
    });
    const prepared = await this.#deps.sender.prepare(this.#job, part, index);
    return prepared.connect();
  }

  /** One write: what was learnt, and the next intent. False: the part is no longer ours to send. */
  async #begin(call: Call, part: number, attempt: number): Promise<boolean> {
    const learnt = this.#learnt;
    try {
      const { began, state } = await this.#deps.messages.begin(
        this.#job.message,
        part,
        attempt,
        this.#deps.now(),
        learnt,
      );
      this.state = state;
      if (began) {
        this.#learnt = [];
        return true;
      }
    } catch (error) {
      call.release();
      throw error;
    }
    call.release();
    await this.#settled();
    return false;
  }

  async #learn(part: number, attempt: number, outcome: Outcome): Promise<Verdict | undefined> {
    const at = this.#deps.now().toISOString();
    if (outcome.kind === "sent") {
      const { provider_message_id, word } = outcome;
      const value = { at, provider_message_id, ...(word !== undefined && { word }) };
      this.#learnt.push({ part, fact: "sent", value });
      // Kept in memory only until the next intent, or the end, writes it.
      this.state.parts[part]!.facts.sent = value;
      if (this.#deps.sender.afterwards) {
        await this.#settled();
        await this.#deps.sender.afterwards(this.#job, this.#job.parts[part]!, part);
      }
      return undefined;
    }
    if (outcome.kind === "lost") {
      await this.#unknown(part, outcome.reason);
      return undefined;
    }
    if (outcome.kind === "refused") return this.fail(part, outcome.failure);
    if (outcome.tries !== undefined && attempt >= outcome.tries)
      return this.fail(part, exhausted(outcome.failure));
    const { code, provider_code, message } = outcome.failure;
    const tried = { at, code: provider_code ?? code, message, retry_after: outcome.retry_after };
    await this.#record({ part, closed: attempt, ...this.#shown(part, tried) });
    return { later: outcome.retry_after };
  }

  async #notPrepared(part: number, error: unknown): Promise<Verdict> {
    if (error instanceof Unsendable) return this.fail(part, error.failure);
    if (error instanceof NotYet) return this.#pause(error.retryAfter);
    const at = this.#deps.now().toISOString();
    const code = error instanceof Error ? error.name : "surprise";
    const unreachable = code === "NotSent";
    const retry_after = surpriseBackoff(
      unreachable ? this.state.parts[part]!.tries.length : this.state.surprises,
    );
    this.#deps.log.warn({ error, message_id: this.#job.message.id, part }, "a part could not be prepared");
    const tried = {
      at,
      code: unreachable ? "unreachable" : "surprise",
      message: failureOf(error),
      retry_after,
    };
    await this.#record({
      part,
      ...this.#shown(part, tried),
      ...(!unreachable && { surprise: true as const }),
    });
    if (this.state.surprises >= 5) return this.fail(part, exhausted(undefined, tried.message));
    return { later: retry_after };
  }

  #shown(part: number, attempt: Try): { attempt?: Try } {
    const tried = this.state.parts[part]!.tries.length;
    return tried < TRIES_SHOWN ? { attempt } : {};
  }

  async #unknown(part: number, reason: string): Promise<void> {
    const now = this.#deps.now();
    const { conversation_id, id: message_id } = this.#job.message;
    await this.#deps.due.schedule({ conversation_id, message_id, part }, new Date(now.getTime() + SETTLE_MS));
    await this.#record({ part, fact: "unknown", value: { at: now.toISOString(), word: reason } });
  }

  /** The part failed for good; what was not begun after it is canceled in the same write. */
  async fail(part: number, failure: Parameters<typeof exhausted>[0] & object): Promise<Verdict> {
    const at = this.#deps.now().toISOString();
    const canceled = this.state.parts.flatMap((state, index) =>
      index > part && state.attempt === 0
        ? [{ part: index, fact: "canceled" as const, value: { at, failure: CANCELED_BY_FAILURE } }]
        : [],
    );
    const failed = { part, fact: "failed" as const, value: { at, failure } };
    if (part < this.state.parts.length) await this.#record(failed, ...canceled);
    return this.#settled();
  }

  async #pause(seconds: number): Promise<Verdict> {
    await this.#settled();
    return { later: seconds };
  }

  /** Writes what only memory knows. */
  async #settled(): Promise<Verdict> {
    if (this.#learnt.length > 0) await this.#record();
    return DONE;
  }

  async #record(...changes: Change[]): Promise<void> {
    const { conversation_id, id: message_id } = this.#job.message;
    const all = [...this.#learnt, ...changes];
    const state = await this.#deps.messages.record({ conversation_id, message_id }, all);
    this.#learnt = [];
    if (state) this.state = state;
  }
}
