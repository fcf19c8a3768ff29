import type { MessageStore, Through } from "./message-ports.ts";
import type { NoteSent } from "./note-sent.ts";
import type { ReportStore } from "./report-ports.ts";

/** A message that left an account, whoever wrote it, by its provider's id and clock (ISO 8601). */
export interface Echo {
  provider_message_id: string;
  at: string;
}

export interface EchoDeps {
  messages: Pick<MessageStore, "record">;
  reports: Pick<ReportStore, "partOf">;
  /** Applies what was reported up to a time that may now cover the part. */
  noteSent: NoteSent;
}

/** Keeps the provider's own time of those that are ours: what its watermarks are compared with. The others mean nothing. */
export const noteEchoes =
  ({ messages, reports, noteSent }: EchoDeps) =>
  async (echoes: Echo[], account: Through): Promise<void> => {
    for (const { provider_message_id, at: echoed } of echoes) {
      const named = await reports.partOf(account, provider_message_id);
      if (!named) continue;
      const { part, ...ref } = named;
      const state = await messages.record(ref, [{ part, echoed }], account);
      const known = state?.parts[part];
      if (known) await noteSent(account, named, known);
    }
  };
