import { bareType, type FileRef, kindOf, MediaKind, type StoredFile } from "../domain/attachment.ts";
import type { Job, OutgoingMessage, Part } from "../domain/message.ts";
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
  fits: (file: StoredFile, as: MediaKind) => void,
): Promise<void> => {
  for (const { file, as } of filesOf(job, part)) {
    const kept = await deps.files.get(job.message.organization_id, file.id);
    if (!kept) throw new Unsendable(neverArrived);
    const checked = kept.state === "signed" ? await checkArrival(deps, kept) : kept;
    if (checked.state === "signed") throw stillWaiting(deps, job);
    if (checked.state === "refused") throw new Unsendable(unfit(checked.refusal ?? "The file was refused."));
    fits(checked, as);
  }
};

/**
 * The files of this part: those whose place in its payload is to be filled, or, on a channel that fills in nothing,
 * those whose key stands in it. Other parts of the message have files of their own.
 */
const filesOf = ({ message }: Job, part: Part): { file: FileRef; as: MediaKind }[] => {
  if (part.slots.length > 0) {
    return part.slots.map(({ file, as }) => ({ file, as: as ?? kindFor(message, file) }));
  }
  return message.files
    .filter(({ key }) => holds(part.payload, key))
    .map((file) => ({ file, as: kindFor(message, file) }));
};

const holds = (value: unknown, key: string): boolean =>
  value === key ||
  (typeof value === "object" && value !== null && Object.values(value).some((inner) => holds(inner, key)));

const kindFor = ({ message_type, voice }: OutgoingMessage, file: FileRef): MediaKind => {
  if (voice) return "voice";
  return MediaKind.safeParse(message_type).data ?? kindOf(bareType(file.type));
};

/** Looks again after 1, 2, 4, … 30 s by the message's age, so that no counter has to be kept. */
const stillWaiting = (deps: ArrivalDeps, job: Job): Error => {
  const age = deps.now().getTime() - Date.parse(job.message.created_at);
  if (age >= ARRIVAL_MS) return new Unsendable(neverArrived);
  const left = Math.ceil((ARRIVAL_MS - age) / 1000);
  return new NotYet("the file is not there yet", Math.min(Math.max(1, Math.round(age / 1000)), 30, left));
};
