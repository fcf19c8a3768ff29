import { DEMO } from "../../../infra/local/demo.ts";
import { idFrom } from "../../../shared/domain/ids.ts";
import type { IncomingAttachment } from "../../../shared/domain/incoming.ts";
import type { IncomingMessage } from "../../../shared/domain/message.ts";
import { type FetchDeps, fetchIncoming } from "../../../shared/messaging/fetch-incoming.ts";
import type { Brought, FetchJob } from "../../../shared/messaging/fetch-ports.ts";
import { arrivalStore } from "../../../shared/store/arrivals.ts";
import { directory } from "../../../shared/store/directory.ts";
import { fileStore } from "../../../shared/store/files.ts";
import { messageStore } from "../../../shared/store/messages.ts";
import type { Embedded } from "../../support/embedded.ts";

export const PNG = Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0", "latin1");
export const PDF = Buffer.from("%PDF-1.4\n%%EOF\n");
export const PAGE = Buffer.from("<!DOCTYPE html><html><body>Sorry</body></html>");

/** Bytes as a reader brings them. */
export const brought = (bytes: Uint8Array, said: Partial<Brought> = {}): Brought => ({
  type: undefined,
  name: undefined,
  size: bytes.byteLength,
  start: async (count) => bytes.subarray(0, count),
  async *bytes() {
    yield bytes;
  },
  [Symbol.asyncDispose]: async () => {},
  ...said,
});

/** One message of a contact's with one file, and a worker that brings it, its parts exchanged as a test likes. */
export const fetching = async (embedded: Embedded, attachment: Partial<IncomingAttachment> = {}) => {
  const { conversation, account } = DEMO.whatsapp;
  const { items, bucket, clock } = embedded;
  const source = { media_id: "9" };
  const message: IncomingMessage = {
    id: idFrom(clock.now, "file"),
    organization_id: 1,
    conversation_id: conversation,
    account_id: account.id,
    channel: "whatsapp",
    message_text: null,
    attachments: [{ kind: "image", file_type: "image/png", source, state: "not_fetched", ...attachment }],
    provider_message_id: "wamid.file",
    created_at: clock.now.toISOString(),
  };
  await messageStore(items).addIncoming(message);
  const ref = { conversation_id: conversation, message_id: message.id };
  const job: FetchJob = { ...ref, index: 0, promised_at: clock.now.toISOString() };
  const logged: [level: string, fields: Record<string, unknown>][] = [];
  const say = (level: string) => (fields: Record<string, unknown>) => void logged.push([level, fields]);
  const reads: unknown[] = [];
  const deps: FetchDeps = {
    arrivals: arrivalStore(items),
    directory: directory(items),
    files: fileStore(items),
    bucket,
    now: () => clock.now,
    log: { info: say("info"), warn: say("warn"), error: say("error") },
    read: async () => brought(PNG),
  };
  return {
    deps,
    job,
    reads,
    logged,
    work: (more: Partial<FetchDeps> = {}, timeLeft = () => 60_000) => {
      const all = { ...deps, ...more };
      const read: FetchDeps["read"] = (wanted, signal) => {
        reads.push(wanted);
        return all.read(wanted, signal);
      };
      return fetchIncoming({ ...all, read })(job, { receives: 1, timeLeft });
    },
    arrival: async () => (await deps.arrivals.message(ref))?.attachments?.[0]?.arrival,
    /** The file rows there are. */
    rows: () => embedded.stored().filter(({ pk, sk }) => pk.startsWith("file#") && sk === "file"),
  };
};
