import { createHash } from "node:crypto";
import { addressOf, type ExternalConversation } from "../domain/conversation.ts";
import { freshState } from "../domain/delivery.ts";
import { Refusal, unprocessable, type Violation } from "../domain/errors.ts";
import { handleOf, type Ids, partId } from "../domain/ids.ts";
import type { Job, OutgoingMessage } from "../domain/message.ts";
import { type Window, windowOf } from "../domain/window.ts";
import type { Proof } from "./caller.ts";
import type { ChannelRules, Transformed } from "./channel-ports.ts";
import { judge } from "./judge.ts";
import { documentOf, type MessageDocument } from "./message-document.ts";
import { alreadyMade, bodyHash, type Keyed, type OnceDeps, takeTurn } from "./once.ts";
import type { ConversationStore, DeliveryQueue, Log, MessageStore } from "./ports.ts";
import { type ReadDeps, readRequest, type Understood } from "./read-request.ts";
import { storeNote } from "./store-note.ts";

export interface AcceptDeps extends ReadDeps, OnceDeps {
  messages: MessageStore;
  conversations: Pick<ConversationStore, "archive">;
  queue: DeliveryQueue;
  ids: Ids;
  log: Log;
}

export interface Call {
  proof: Proof;
  /** The parsed JSON, whatever it is. */
  body: unknown;
  endpoint: string;
  idempotencyKey?: string | undefined;
  preview?: boolean;
}

export type Accepted =
  | { status: 201; document: MessageDocument; replayed: boolean }
  /** Promised, but not stored yet: the worker will. Seconds. */
  | { status: 202; document: MessageDocument & { retry_after: number } }
  | { status: 200; preview: Preview };

export interface Preview {
  preview: true;
  channel: string;
  conversation_id: number;
  message_type: string;
  parts: { index: number; kind: string; payload: unknown }[];
  adaptations: Transformed["adaptations"];
  window: Window;
  violations: Violation[];
}

/** The queue entry carries the message whole; SQS takes 1 MiB and bills by 64 KiB. Bytes. */
const MAX_JOB_BYTES = 200 * 1024;

/**
 * Takes a message for one channel: checks everything that can be checked, promises it (the queue), stores it, says
 * so. Nothing is stored before the promise, and nothing is promised that no provider would take.
 */
export const acceptOutgoing =
  (deps: AcceptDeps, rules: ChannelRules) =>
  async (call: Call): Promise<Accepted> => {
    const asked = await readRequest(deps, call.proof, call.body, rules.channel);
    const keyed = keyedBy(call, asked);
    if (asked.type === "note") return storeNote(deps, asked, keyed, call.preview ?? false);
    const conversation = asked.conversation as ExternalConversation;
    const window = windowOf(rules.channel, conversation.opened, deps.now());
    const id = deps.ids.time(deps.now());
    const transformed = transform(rules, conversation, asked, id);
    const violations = judge(rules, asked, window, transformed);
    if (call.preview)
      return { status: 200, preview: previewOf(asked, conversation, window, transformed, violations) };
    if (violations.length > 0) {
      const made = keyed && (await alreadyMade(deps, keyed));
      if (made) return { status: 201, document: documentOf(made, window), replayed: true };
      throw unprocessable(violations, { window });
    }
    const turn = keyed ? await takeTurn(deps, keyed, id) : { message_id: id };
    if ("replay" in turn) return { status: 201, document: documentOf(turn.replay, window), replayed: true };
    const parts =
      turn.message_id === id
        ? transformed.parts
        : transform(rules, conversation, asked, turn.message_id).parts;
    const message = messageOf(asked, conversation, turn.message_id, parts.length, transformed, deps.now());
    await promise(deps, { message, parts, account: conversation.account, contact: conversation.contact });
    const document = documentOf({ kind: "outgoing", message, state: freshState(parts.length) }, window);
    return (await stored(deps, message, conversation))
      ? { status: 201, document, replayed: false }
      : { status: 202, document: { ...document, retry_after: 2 } };
  };

const keyedBy = (call: Call, asked: Understood): Keyed | undefined =>
  call.idempotencyKey === undefined
    ? undefined
    : {
        organization_id: asked.caller.organization_id,
        conversation_id: asked.conversation.id,
        key: call.idempotencyKey,
        body_hash: bodyHash(call.endpoint, call.body),
      };

const transform = (
  rules: ChannelRules,
  conversation: ExternalConversation,
  asked: Understood,
  id: string,
): Transformed =>
  rules.transform(asked.content, {
    account: conversation.account,
    contact: conversation.contact,
    handle: (part) => handleOf(conversation.id, partId(id, part)),
  });

const messageOf = (
  asked: Understood,
  conversation: ExternalConversation,
  id: string,
  parts: number,
  { adaptations }: Transformed,
  now: Date,
): OutgoingMessage => {
  const { content, request } = asked;
  return {
    id,
    organization_id: conversation.organization_id,
    conversation_id: conversation.id,
    account_id: conversation.account.id,
    channel: conversation.channel,
    message_type: content.type,
    message_text: content.text ?? null,
    ...(content.template !== undefined && { template: content.template }),
    files: content.media.flatMap((media) => ("file" in media ? [media.file] : [])),
    media_urls: content.media.flatMap((media) => ("url" in media ? [media.url] : [])),
    reply_to_message_id: request.reply_to_message_id ?? null,
    author: asked.caller.author,
    parts,
    adaptations,
    created_at: now.toISOString(),
  };
};

const promise = async (deps: AcceptDeps, job: Job): Promise<void> => {
  if (Buffer.byteLength(JSON.stringify(job)) > MAX_JOB_BYTES) {
    throw new Refusal(413, `The message with its parts is larger than ${MAX_JOB_BYTES / 1024} KiB.`);
  }
  try {
    await deps.queue.enqueue(job, groupOf(job));
  } catch (cause) {
    throw Object.assign(
      new Refusal(503, "The message could not be queued; nothing was sent.", { retryAfter: 30 }),
      { cause },
    );
  }
};

/** One group, one order: everything to one address over one account. Hashed, for it shows in the queue's metrics. */
const groupOf = ({ account, contact, message }: Job): string => {
  const address = addressOf(contact) || String(message.conversation_id);
  return createHash("sha256").update(`${account.id}\n${address}`).digest("hex").slice(0, 32);
};

/** After the promise a store that fails is no longer the sender's problem: false, and the worker stores it. */
const stored = async (
  deps: AcceptDeps,
  message: OutgoingMessage,
  conversation: ExternalConversation,
): Promise<boolean> => {
  try {
    await Promise.all([
      deps.messages.addOutgoing(message),
      conversation.archived && deps.conversations.archive(conversation.id, false),
    ]);
    return true;
  } catch (error) {
    deps.log.warn({ error, message_id: message.id }, "the message is queued but could not be stored yet");
    return false;
  }
};

const previewOf = (
  asked: Understood,
  conversation: ExternalConversation,
  window: Window,
  { parts, adaptations }: Transformed,
  violations: Violation[],
): Preview => ({
  preview: true,
  channel: conversation.channel,
  conversation_id: conversation.id,
  message_type: asked.type,
  parts: parts.map(({ kind, payload }, index) => ({ index, kind, payload })),
  adaptations,
  window,
  violations,
});
