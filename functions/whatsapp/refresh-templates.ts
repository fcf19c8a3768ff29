import { AsyncLocalStorage } from "node:async_hooks";
import type { Account } from "../../shared/domain/account.ts";
import type { Outcome } from "../../shared/domain/delivery.ts";
import type { Call, Sender } from "../../shared/messaging/channel-ports.ts";
import type { Log, Now } from "../../shared/messaging/ports.ts";
import type { TemplateStore } from "../../shared/messaging/template-ports.ts";
import { LISTING } from "./limits.ts";
import type { Listed } from "./list-templates.ts";
import { shapeOf, type TemplateShape } from "./template-shape.ts";

export interface RefreshDeps {
  templates: TemplateStore;
  list(account: Account, wabaId: string): Promise<Listed>;
  now: Now;
  log: Pick<Log, "warn">;
}

/** "Param count mismatch", "does not exist", "format mismatch": what we know of the template may be out of date. */
const OUT_OF_DATE: ReadonlySet<string | undefined> = new Set(["132000", "132001", "132012"]);

/**
 * Keeps each account's list of templates, by which accept checks them. The list is read beside a template's own call,
 * so no message waits for it, and whatever goes wrong with it is logged and costs nothing but the check.
 */
export const templateRefresh = (deps: RefreshDeps) => {
  const begun = new AsyncLocalStorage<Promise<void>[]>();
  const start = (account: Account, olderThanMs: number): void => {
    const running = refresh(deps, account, olderThanMs);
    begun.getStore()?.push(running);
  };
  return {
    /** The same sender, with the list read while a template leaves, and after one was refused. */
    beside: (sender: Sender): Sender => ({
      ...sender,
      async prepare(job, part, index) {
        const prepared = await sender.prepare(job, part, index);
        if (part.kind !== "template") return prepared;
        return { connect: async () => watched(await prepared.connect(), job.account, start) };
      },
    }),
    /** Does the work, and waits for what was begun beside it: Lambda freezes a function that has answered. */
    around: <T>(work: () => Promise<T>): Promise<T> => {
      const mine: Promise<void>[] = [];
      return begun.run(mine, () => work().finally(() => Promise.all(mine)));
    },
  };
};

/** The call's own request goes first, in the same tick. */
const watched = (call: Call, account: Account, start: (account: Account, ms: number) => void): Call => ({
  release: () => call.release(),
  async run(earlierTries) {
    const answered = call.run(earlierTries);
    start(account, LISTING.freshMs);
    const outcome = await answered;
    if (isOutOfDate(outcome)) start(account, LISTING.againMs);
    return outcome;
  },
});

const isOutOfDate = (outcome: Outcome): boolean =>
  outcome.kind === "refused" && OUT_OF_DATE.has(outcome.failure.provider_code);

/** Reads the list if ours is older than that; one worker alone does. Never throws. */
const refresh = async (
  { templates, list, now, log }: RefreshDeps,
  account: Account,
  olderThanMs: number,
): Promise<void> => {
  const source = account.provider_ids.waba_id;
  if (source === undefined) return;
  try {
    const begun = now();
    const kept = await templates.listing(account);
    if (kept?.source === source && begun.getTime() - Date.parse(kept.at) < olderThanMs) return;
    if (!(await templates.claimListing(account, begun, LISTING.againMs))) return;
    const { templates: listed, complete } = await list(account, source);
    await templates.keep(account, { source, at: begun.toISOString(), complete }, byName(listed));
  } catch (error) {
    log.warn({ error, account_id: account.id }, "the account's templates could not be listed");
  }
};

const byName = (listed: Listed["templates"]): ReadonlyMap<string, TemplateShape[]> => {
  const named = new Map<string, TemplateShape[]>();
  for (const one of listed) named.set(one.name, [...(named.get(one.name) ?? []), shapeOf(one)]);
  return named;
};
