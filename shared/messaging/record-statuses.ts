import { reportsById } from "../domain/channel.ts";
import type { Fact, FactName } from "../domain/delivery.ts";
import type { Change, MessageStore, Through } from "./message-ports.ts";
import type { NoteSent } from "./note-sent.ts";
import { type OptOutDeps, rememberOptOut } from "./opt-out.ts";

/** What a provider (or a visitor's socket) reports of one part. */
export interface StatusReport {
  conversation_id: number;
  message_id: string;
  part: number;
  fact: FactName;
  value: Fact;
  /** When it was sent by the provider's own clock (ISO 8601), where the report tells. */
  echoed?: string;
}

export interface RecordDeps extends Partial<OptOutDeps> {
  messages: Pick<MessageStore, "record">;
  /** Applies what was reported of a part before it was known to be sent. */
  noteSent?: NoteSent;
}

/**
 * Adds what was reported; a report that comes twice, late or out of order changes nothing it should not. Answers
 * the reports that matched no message of that account.
 */
export const recordStatuses =
  (deps: RecordDeps) =>
  async (reports: StatusReport[], account?: Through): Promise<StatusReport[]> => {
    const unmatched: StatusReport[] = [];
    for (const report of reports) {
      if (!(await record(deps, report, account))) unmatched.push(report);
    }
    return unmatched;
  };

/** False: it matched no message. */
const record = async (
  { messages, noteSent, conversations }: RecordDeps,
  { conversation_id, message_id, part, fact, value, echoed }: StatusReport,
  account: Through | undefined,
): Promise<boolean> => {
  const ref = { conversation_id, message_id };
  const changes: Change[] = [{ part, fact, value }, ...(echoed === undefined ? [] : [{ part, echoed }])];
  const state = await messages.record(ref, changes, account);
  const known = state?.parts[part];
  const isNoted = fact === "sent" && account?.channel !== undefined && reportsById(account.channel);
  if (known && isNoted) await noteSent?.(account, { ...ref, part }, known);
  // The time on record: a report that comes again must not undo what the contact said since.
  const kept = known?.facts[fact];
  if (kept && conversations && account?.channel !== undefined) {
    const { channel } = account;
    await rememberOptOut({ conversations }, { channel, conversation_id }, kept.failure, kept.at);
  }
  return state !== undefined;
};
