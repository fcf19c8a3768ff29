import type { IncomingMessage } from "../domain/message.ts";
import type { ArrivalStore, FetchQueue } from "./fetch-ports.ts";
import type { Now } from "./ports.ts";

export interface PromiseDeps {
  arrivals: Pick<ArrivalStore, "arePromised" | "keepPromised">;
  fetches: FetchQueue;
  now: Now;
}

/**
 * Puts one job for each file of a stored message into the queue, and remembers that it did. Whoever calls again after
 * a failure, as a provider does that redelivers its webhook, goes on from there; after a success nothing happens.
 */
export const promiseFetches = async (
  { arrivals, fetches, now }: PromiseDeps,
  { id: message_id, conversation_id, attachments = [] }: IncomingMessage,
): Promise<void> => {
  const wanted = attachments.flatMap(({ source }, index) => (source === undefined ? [] : [index]));
  if (wanted.length === 0) return;
  const ref = { conversation_id, message_id };
  if (await arrivals.arePromised(ref)) return;
  const promised_at = now().toISOString();
  await Promise.all(wanted.map((index) => fetches.enqueue({ ...ref, index, promised_at })));
  await arrivals.keepPromised(ref);
};
