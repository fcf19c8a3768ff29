import type { AccountKey } from "../domain/account.ts";
import type { Fact, FactName } from "../domain/delivery.ts";
import type { MessageStore } from "./message-ports.ts";

/** What a provider (or a visitor's socket) reports of one part. */
export interface StatusReport {
  conversation_id: number;
  message_id: string;
  part: number;
  fact: FactName;
  value: Fact;
}

/**
 * Adds what was reported; a report that comes twice, late or out of order changes nothing it should not. Answers
 * the reports that matched no message of that account.
 */
export const recordStatuses =
  (deps: { messages: Pick<MessageStore, "record"> }) =>
  async (reports: StatusReport[], account?: AccountKey): Promise<StatusReport[]> => {
    const unmatched: StatusReport[] = [];
    for (const report of reports) {
      const { conversation_id, message_id, part, fact, value } = report;
      const state = await deps.messages.record(
        { conversation_id, message_id },
        [{ part, fact, value }],
        account,
      );
      if (!state) unmatched.push(report);
    }
    return unmatched;
  };
