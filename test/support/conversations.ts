import type { Account } from "../../shared/domain/account.ts";
import type { Outcome } from "../../shared/domain/delivery.ts";
import type { Job } from "../../shared/domain/message.ts";
import { deliver } from "../../shared/messaging/deliver.ts";
import { type DeliveryFixture, jobOf, START } from "./delivery.ts";

/** One call that reached the provider: of which conversation, which message, and when (seconds from the start). */
export interface Called {
  conversation: number;
  message: string;
  at: number;
}

export type Answer = (job: Job, earlierTries: number, at: number) => Outcome;

const idOf = (index: number): string => `01jd0000000000000000${String(index).padStart(6, "0")}`;

/** A text in a conversation of the one account. */
export const textIn = (conversation: number, index = 0): Job => {
  const job = jobOf(1, idOf(index));
  return { ...job, message: { ...job.message, conversation_id: conversation } };
};

const inAccount = (job: Job, account: Partial<Account>): Job => ({
  ...job,
  account: { ...job.account, ...account },
});

/**
 * Conversations with texts waiting, worked as the queue works them: each in its order, its head hidden as long as the
 * worker said, up to `workers` at once, on the clock that only this moves.
 */
export const conversationsOf = (at: DeliveryFixture, answer: Answer, account: Partial<Account> = {}) => {
  const called: Called[] = [];
  const seconds = () => (at.clock.ms - START) / 1000;
  at.deps.sender = {
    prepare: async (job) => ({
      connect: async () => ({
        release: () => {},
        run: async (earlierTries = 0) => {
          called.push({ conversation: job.message.conversation_id, message: job.message.id, at: seconds() });
          return answer(job, earlierTries, seconds());
        },
      }),
    }),
  };

  const work = async (conversations: number, each: number, workers = 1): Promise<Called[]> => {
    const groups = Array.from({ length: conversations }, (_, conversation) => ({
      jobs: Array.from({ length: each }, (_, index) => inAccount(textIn(conversation + 1, index), account)),
      visibleAt: START,
      receives: 0,
    }));
    type Group = (typeof groups)[number];
    const take = async (group: Group) => {
      group.receives += 1;
      const verdict = await deliver(at.deps)(group.jobs[0]!, at.run(group.receives));
      if ("later" in verdict) {
        group.visibleAt = at.clock.ms + verdict.later * 1000;
        return;
      }
      group.jobs.shift();
      group.receives = 0;
    };
    for (let left = groups; left.length > 0; left = groups.filter(({ jobs }) => jobs.length > 0)) {
      const ready = left.filter(({ visibleAt }) => visibleAt <= at.clock.ms);
      if (ready.length === 0) at.clock.ms = Math.min(...left.map(({ visibleAt }) => visibleAt));
      for (let first = 0; first < ready.length; first += workers) {
        await Promise.all(ready.slice(first, first + workers).map(take));
      }
    }
    return called;
  };

  return { work, called };
};
