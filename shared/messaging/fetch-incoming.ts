import type { Failure } from "../domain/errors.ts";
import type { Arrival } from "../domain/incoming.ts";
import type { Run, Verdict } from "./delivery.ts";
import type { Directory } from "./directory-ports.ts";
import {
  accountGone,
  BEGIN_MS,
  DOWNLOAD_MS,
  FETCH_FOR_MS,
  FETCH_OVERDUE_MS,
  fetchBackoff,
  givenUp,
  KEEP_MS,
  unnamed,
  worker,
} from "./fetch-limits.ts";
import { type ArrivalStore, type FetchJob, type MediaReader, NotFetched } from "./fetch-ports.ts";
import { type KeepDeps, keepIncoming, keptBefore, type Place } from "./keep-incoming.ts";
import type { Log } from "./ports.ts";

export interface FetchDeps extends KeepDeps {
  arrivals: Pick<ArrivalStore, "message" | "settle">;
  directory: Pick<Directory, "account">;
  read: MediaReader;
  log: Log;
}

/**
 * Brings one file of a contact's into the bucket and says so in its message. What may pass is tried again for a day,
 * ever more seldom; then, or when the file is gone for good, the message shows it as failed, and why.
 */
export const fetchIncoming =
  (deps: FetchDeps) =>
  async (job: FetchJob, run: Run): Promise<Verdict> => {
    const place = await placeOf(deps, job);
    if (!place) return { done: true };
    const age = deps.now().getTime() - Date.parse(job.promised_at);
    if (age > FETCH_OVERDUE_MS) return settle(deps, job, failed(worker));
    if (run.timeLeft() < BEGIN_MS) return { later: 0 };
    let arrival: Arrival;
    try {
      arrival = (await keptBefore(deps, place)) ?? (await bring(deps, place, run));
    } catch (error) {
      return missed(deps, job, age, error);
    }
    return settle(deps, job, arrival);
  };

/** Undefined: there is nothing left to do. */
const placeOf = async (deps: FetchDeps, { index, ...ref }: FetchJob): Promise<Place | undefined> => {
  const message = await deps.arrivals.message(ref);
  const attachment = message?.attachments?.[index];
  return message && attachment && !attachment.arrival ? { message, index, attachment } : undefined;
};

const bring = async (deps: FetchDeps, place: Place, run: Run): Promise<Arrival> => {
  const { message, attachment } = place;
  if (!attachment.source) return failed(unnamed);
  const account = await deps.directory.account(message.organization_id, message.account_id);
  if (!account) return failed(accountGone);
  const limit = timeLimit(run);
  try {
    await using brought = await deps.read({ source: attachment.source, account }, limit.signal);
    return await keepIncoming(deps, place, brought);
  } finally {
    limit.clear();
  }
};

/** Ends a download after its time, or early when the function is about to be stopped: the local server stops so too. */
const timeLimit = (run: Run): { signal: AbortSignal; clear(): void } => {
  const control = new AbortController();
  const late = setTimeout(() => control.abort(new Error("the download took too long")), DOWNLOAD_MS);
  const watch = setInterval(() => {
    if (run.timeLeft() < KEEP_MS) control.abort(new Error("the function is about to end"));
  }, 100);
  return {
    signal: control.signal,
    clear() {
      clearTimeout(late);
      clearInterval(watch);
    },
  };
};

const missed = async (deps: FetchDeps, job: FetchJob, age: number, error: unknown): Promise<Verdict> => {
  const known = error instanceof NotFetched ? error : undefined;
  if (known && !known.again) return settle(deps, job, failed(known.failure));
  const about = { message_id: job.message_id, index: job.index };
  if (known) deps.log.info({ ...about, code: known.failure.code }, "a contact's file did not come yet");
  else deps.log.error({ ...about, error }, "a contact's file could not be kept; it is tried again");
  if (age >= FETCH_FOR_MS) return settle(deps, job, failed(known ? givenUp(known.failure) : worker));
  return { later: Math.max(fetchBackoff(age), known?.retryAfter ?? 0) };
};

const failed = (failure: Failure): Arrival => ({ state: "failed", failure });

const settle = async (
  { arrivals }: FetchDeps,
  { index, ...ref }: FetchJob,
  arrival: Arrival,
): Promise<Verdict> => {
  await arrivals.settle(ref, index, arrival);
  return { done: true };
};
