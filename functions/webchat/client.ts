import type { Outcome } from "../../shared/domain/delivery.ts";
import { partId } from "../../shared/domain/ids.ts";
import type { Job, Part } from "../../shared/domain/message.ts";
import type { Sender } from "../../shared/messaging/channel-ports.ts";
import type { VisitorItem, VisitorStore } from "../../shared/messaging/visitor-ports.ts";
import { type ShowDeps, show } from "../../shared/messaging/visitor-show.ts";

interface SenderDeps extends ShowDeps {
  visitors: Pick<VisitorStore, "add" | "connections" | "disconnect">;
}

/** Tries to store an item before the message fails. */
const STORE_TRIES = 5;

/**
 * Delivers by storing the part in the visitor's own list: that is `sent`, with the part's id as the provider's.
 * The frame is posted afterwards and changes nothing about it; `delivered` comes when the visitor acknowledges.
 */
export const webchatSender = (deps: SenderDeps): Sender => ({
  prepare: async (job, part, index) => ({
    connect: async () => ({ run: () => deliver(deps, job, part, index), release: () => {} }),
  }),
});

const deliver = async (deps: SenderDeps, job: Job, part: Part, index: number): Promise<Outcome> => {
  const id = partId(job.message.id, index);
  let item: VisitorItem;
  try {
    item = await deps.visitors.add(job.message.conversation_id, {
      id,
      direction: "outgoing",
      payload: part.payload,
      author: job.message.author,
      created_at: deps.now().toISOString(),
    });
  } catch (error) {
    return notStored(error);
  }
  return {
    kind: "sent",
    provider_message_id: id,
    word: await show(deps, job.message.conversation_id, item),
  };
};

/** Unlike a provider's lost answer this may be repeated: the same part's id twice is one item. */
const notStored = (error: unknown): Outcome => ({
  kind: "throttled",
  retry_after: 1,
  tries: STORE_TRIES,
  failure: {
    code: "visitor_store_unavailable",
    message: "The message could not be stored for the visitor.",
    provider_message: error instanceof Error ? error.message : String(error),
    retryable: true,
    fix_by: "admin",
    next_step: "Look at the state of the database, then resend the message.",
  },
});
