import { createHash } from "node:crypto";
import { Refusal, unprocessable, violation } from "../domain/errors.ts";
import type { IdempotencyRecord, IdempotencyStore, MessageStore, MessageView } from "./message-ports.ts";
import type { Now } from "./ports.ts";

/** How long one request may take before another with its key carries on in its place. */
export const LEASE_MS = 30_000;
/** Keys are remembered for two days; the promise is 24 h. */
const KEPT_MS = 48 * 3_600_000;

export interface OnceDeps {
  idempotency: IdempotencyStore;
  messages: Pick<MessageStore, "get">;
  now: Now;
}

/** A request that carries a key: who sent it, its key, and what its body comes down to. */
export interface Keyed {
  organization_id: number;
  conversation_id: number;
  key: string;
  body_hash: string;
}

export const keyedBy = (
  organization_id: number,
  conversation_id: number,
  { key, endpoint, body }: { key: string; endpoint: string; body: unknown },
): Keyed => ({ organization_id, conversation_id, key, body_hash: bodyHash(endpoint, body) });

/** Go on under this id, or answer with the message that the key already made. */
export type Turn = { message_id: string } | { replay: MessageView };

/**
 * One key, one message. A key in use answers 409; one whose first request died is carried on with the same message
 * id, so that whatever the first one enqueued is the same message.
 */
export const takeTurn = async (deps: OnceDeps, request: Keyed, messageId: string): Promise<Turn> => {
  const now = deps.now();
  const lease_until = now.getTime() + LEASE_MS;
  const held = await deps.idempotency.claim(
    { ...request, message_id: messageId, lease_until, expires_at: now.getTime() + KEPT_MS },
    now,
  );
  // A put that the database's client repeats, because its answer was lost, meets the record it wrote itself.
  if (!held || held.message_id === messageId) return { message_id: messageId };
  const replay = await replayOf(deps, held, request);
  if (replay) return { replay };
  if (held.lease_until > now.getTime()) throw inFlight(held.lease_until - now.getTime());
  if (!(await deps.idempotency.takeOver(held, lease_until))) throw inFlight(LEASE_MS);
  return { message_id: held.message_id };
};

/** The message an accepted key made, for a request that would now be refused. */
export const alreadyMade = async (deps: OnceDeps, request: Keyed): Promise<MessageView | undefined> => {
  const held = await deps.idempotency.find(request.organization_id, request.key, deps.now());
  return held && (await replayOf(deps, held, request));
};

const replayOf = async (
  deps: OnceDeps,
  held: IdempotencyRecord,
  request: Keyed,
): Promise<MessageView | undefined> => {
  if (held.body_hash !== request.body_hash) throw otherBody();
  return deps.messages.get({ conversation_id: held.conversation_id, message_id: held.message_id });
};

const inFlight = (ms: number): Refusal =>
  new Refusal(409, "A request with this Idempotency-Key is still being carried out.", {
    retryAfter: Math.max(1, Math.ceil(ms / 1000)),
  });

const otherBody = (): Refusal =>
  unprocessable([
    violation("", "idempotency_key_reused", "This Idempotency-Key was used with another body or endpoint."),
  ]);

/** What a body comes down to: its endpoint and its JSON with sorted keys. */
export const bodyHash = (endpoint: string, body: unknown): string =>
  createHash("sha256")
    .update(`${endpoint}\n${canonical(body)}`)
    .digest("hex");

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
