import type { StoredFile } from "../domain/attachment.ts";
import type { Job, Part } from "../domain/message.ts";
import { NotYet, Unsendable } from "./channel-ports.ts";
import { checkArrival } from "./check-arrival.ts";
import { ARRIVAL_MS, neverArrived, unfit } from "./delivery-limits.ts";
import type { Bucket, FileStore } from "./file-ports.ts";
import type { Now } from "./ports.ts";

export interface ArrivalDeps {
  files: FileStore;
  bucket: Pick<Bucket, "head" | "start">;
  now: Now;
}

/**
 * A message may name a file still on its way. The worker at the head of the queue looks for itself, so nothing
 * depends on an event; until the file is there, the conversation's order waits for it.
 */
export const ensureArrived = async (
  deps: ArrivalDeps,
  job: Job,
  part: Part,
  fits: (file: StoredFile) => void,
): Promise<void> => {
  if (part.kind !== "media") return;
  for (const file of job.message.files) {
    const kept = await deps.files.get(job.message.organization_id, file.id);
    if (!kept) throw new Unsendable(neverArrived);
    const checked = kept.state === "signed" ? await checkArrival(deps, kept) : kept;
    if (checked.state === "signed") throw stillWaiting(deps, job);
    if (checked.state === "refused") throw new Unsendable(unfit(checked.refusal ?? "The file was refused."));
    fits(checked);
  }
};

/** Looks again after 1, 2, 4, … 30 s by the message's age, so that no counter has to be kept. */
const stillWaiting = (deps: ArrivalDeps, job: Job): Error => {
  const age = deps.now().getTime() - Date.parse(job.message.created_at);
  if (age >= ARRIVAL_MS) return new Unsendable(neverArrived);
  const left = Math.ceil((ARRIVAL_MS - age) / 1000);
  return new NotYet("the file is not there yet", Math.min(Math.max(1, Math.round(age / 1000)), 30, left));
};
