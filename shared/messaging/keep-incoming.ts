import { keyOf } from "../attachments/s3-urls.ts";
import type { StoredFile } from "../domain/attachment.ts";
import { idFrom } from "../domain/ids.ts";
import type { Arrival, IncomingAttachment } from "../domain/incoming.ts";
import type { IncomingMessage } from "../domain/message.ts";
import { checkArrival } from "./check-arrival.ts";
import { describeIncoming } from "./describe-incoming.ts";
import { refusedFile } from "./fetch-limits.ts";
import type { Brought } from "./fetch-ports.ts";
import type { Bucket, FileStore } from "./file-ports.ts";
import type { Now } from "./ports.ts";

export interface KeepDeps {
  files: Pick<FileStore, "get" | "add" | "update">;
  bucket: Pick<Bucket, "put" | "head" | "start">;
  now: Now;
}

/** One file of one message. Its id is made of theirs, so that whoever brings it again brings the same file. */
export interface Place {
  message: IncomingMessage;
  index: number;
  attachment: IncomingAttachment;
}

const fileIdOf = ({ message, index }: Place): string =>
  idFrom(new Date(message.created_at), `${message.organization_id}\n${message.id}\n${index}`);

/** What an earlier try left, when its worker ended before it could say so: its bytes may lie in the bucket already. */
export const keptBefore = async (deps: KeepDeps, place: Place): Promise<Arrival | undefined> => {
  const row = await deps.files.get(place.message.organization_id, fileIdOf(place));
  return row && arrivalOf(row.state === "signed" ? await checkArrival(deps, row) : row);
};

/** Keeps a contact's file as one that was uploaded: first its row, then its bytes, then both are checked. */
export const keepIncoming = async (deps: KeepDeps, place: Place, brought: Brought): Promise<Arrival> => {
  const { organization_id, conversation_id } = place.message;
  const described = await describeIncoming(place.attachment, brought);
  const id = fileIdOf(place);
  const earlier = await deps.files.get(organization_id, id);
  const file: StoredFile = {
    id,
    organization_id,
    conversation_id,
    // A key that was promised stays, whatever the provider calls the file now.
    key: earlier?.key ?? keyOf(organization_id, id, described.name),
    name: earlier?.name ?? described.name,
    type: described.type,
    size: brought.size,
    state: "signed",
    created_at: deps.now().toISOString(),
  };
  await (earlier ? deps.files.update(file) : deps.files.add(file));
  await deps.bucket.put(file, brought.bytes());
  const arrival = arrivalOf(await checkArrival(deps, file));
  if (!arrival) throw new Error("A file that was just kept is not in the bucket");
  return arrival;
};

const arrivalOf = ({ state, refusal, id, key, name, type, size }: StoredFile): Arrival | undefined => {
  if (state === "checked") return { state: "fetched", file: { id, key, name, type, size } };
  if (state === "refused") return { state: "failed", failure: refusedFile(refusal ?? "It was refused.") };
  return undefined;
};
