import type { PartState } from "../domain/delivery.ts";
import type { Job } from "../domain/message.ts";
import type { Through } from "./message-ports.ts";
import { type PartRef, REPORTED, type ReportStore } from "./report-ports.ts";
import { type SettleNamedDeps, settleNamed } from "./settle-named.ts";
import { sentAt } from "./settle-up-to.ts";

export interface NoteSentDeps extends SettleNamedDeps {
  reports: Pick<ReportStore, "raise" | "earlier">;
}

export type NoteSent = (account: Through, ref: PartRef, part: PartState) => Promise<void>;

/**
 * Applies to a part that has just been stored as `sent` what its provider reported before: under its id, and of the
 * whole conversation. A webhook writes its report before it looks for parts, and `sent` is written before this looks
 * for reports, so at least one of the two sees the other. May be repeated.
 */
export const noteSent =
  (deps: NoteSentDeps): NoteSent =>
  async (account, ref, part) => {
    const at = sentAt(part);
    if (at === undefined) return;
    const { part: index, ...message } = ref;
    const id = part.facts.sent?.provider_message_id;
    const { named, watermarks } = await deps.reports.earlier(account, id, ref.conversation_id);
    for (const fact of REPORTED) {
      const reported = named[fact];
      const watermark = watermarks[fact];
      if (reported !== undefined) await settleNamed(deps)(account, ref, fact, reported);
      else if (watermark !== undefined && at <= watermark)
        await deps.messages.record(message, [{ part: index, fact, value: { at: watermark } }], account);
    }
  };

/** The same for the delivery worker, which has only its job in hand (`Sender.afterwards`). */
export const afterSent =
  (deps: NoteSentDeps) =>
  async ({ message }: Job, _part: unknown, index: number): Promise<void> => {
    const { conversation_id, id: message_id, organization_id, account_id: id } = message;
    const view = await deps.messages.get({ conversation_id, message_id });
    const part = view?.kind === "outgoing" ? view.state.parts[index] : undefined;
    if (part)
      await noteSent(deps)({ organization_id, id }, { conversation_id, message_id, part: index }, part);
  };
