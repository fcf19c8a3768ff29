import type { Account } from "../domain/account.ts";
import type { Outcome } from "../domain/delivery.ts";
import type { Job, Part, Slot } from "../domain/message.ts";
import type { Sender } from "../messaging/channel-ports.ts";
import { bounded } from "./bounded.ts";
import { type Answer, AnswerLost, type Lines, NotSent, type Request } from "./lines.ts";

/** A provider gets this long to answer; after that the outcome is unknown. */
const ANSWER_MS = 10_000;

export interface HttpProvider {
  /** What stands in a file's place: a link signed now, or the provider's id of the uploaded bytes. */
  fill(slot: Slot, job: Job, index: number): Promise<string>;
  request(payload: Record<string, unknown>, account: Account, index: number, job: Job): Promise<Request>;
  /** `earlierTries`: how many calls of this part were put off before. */
  outcome(answer: Answer, earlierTries: number, part: Part): Outcome;
}

export const httpSender = (provider: HttpProvider, lines: Lines): Sender => ({
  async prepare(job, part, index) {
    const request = await provider.request(
      await fillSlots(provider, job, part, index),
      job.account,
      index,
      job,
    );
    return {
      async connect() {
        const line = await lines.take(request);
        return {
          release: () => line.release(),
          run: (earlierTries = 0) =>
            line
              .exchange(ANSWER_MS)
              .then((answer) => provider.outcome(answer, earlierTries, part))
              .catch(lostOrNotSent)
              .then(bounded),
        };
      },
    };
  },
});

const fillSlots = async (
  provider: HttpProvider,
  job: Job,
  part: Part,
  index: number,
): Promise<Record<string, unknown>> => {
  if (part.slots.length === 0) return part.payload;
  const payload = structuredClone(part.payload);
  for (const slot of part.slots) put(payload, slot.at, await provider.fill(slot, job, index));
  return payload;
};

const put = (payload: Record<string, unknown>, at: (string | number)[], value: string): void => {
  const last = at.at(-1)!;
  const owner = at
    .slice(0, -1)
    .reduce<unknown>((node, step) => (node as Record<string, unknown>)[step], payload);
  (owner as Record<string, unknown>)[last] = value;
};

const lostOrNotSent = (error: unknown): Outcome => {
  if (error instanceof NotSent) {
    return {
      kind: "throttled",
      retry_after: 1,
      failure: {
        code: "connection_reset",
        message: "The provider closed the connection before the request was sent.",
        retryable: true,
        fix_by: "provider",
        next_step: "Nothing: it is tried again by itself.",
      },
    };
  }
  if (error instanceof AnswerLost) return { kind: "lost", reason: error.message };
  return { kind: "lost", reason: String(error) };
};
