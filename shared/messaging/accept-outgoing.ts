import type { Channel } from "../domain/channel.ts";
import type { ExternalConversation } from "../domain/conversation.ts";
import { freshState } from "../domain/delivery.ts";
import { Refusal } from "../domain/errors.ts";
import type { Ids } from "../domain/ids.ts";
import type { Job, OutgoingMessage } from "../domain/message.ts";
import { type Window, windowOf } from "../domain/window.ts";
import type { Proof } from "./caller.ts";
import type { ChannelRules, Transformed } from "./channel-ports.ts";
import { withTemplateChecked } from "./check-template.ts";
import type { ConversationStore } from "./directory-ports.ts";
import { judge, oversize, refusalFor } from "./judge.ts";
import { documentOf, type MessageDocument } from "./message-document.ts";
import type { MessageStore } from "./message-ports.ts";
import { type Tagging, taggingOf } from "./message-tag.ts";
import { alreadyMade, type Keyed, keyedBy, type OnceDeps, takeTurn } from "./once.ts";
import { optedOut } from "./opt-out.ts";
import { groupOf, jobOf } from "./outgoing-job.ts";
import type { DeliveryQueue, Log } from "./ports.ts";
import { type Preview, previewOf } from "./preview-of.ts";
import { type ReadDeps, readRequest, type Understood } from "./read-request.ts";
import type { Resend } from "./resend-parts.ts";
import { storeNote } from "./store-note.ts";
import { transformFor } from "./transform-for.ts";

export interface AcceptDeps extends AnywhereDeps {
  queue: DeliveryQueue;
}

export interface AnywhereDeps extends ReadDeps, OnceDeps {
  messages: MessageStore;
  conversations: Pick<ConversationStore, "archive">;
  /** Has the conversation looked at once more when everything accepted now must have ended. */
  watch(conversationId: number, acceptedAt: Date): Promise<void>;
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
  /** It sends an earlier message again, or what of it did not leave. */
  resend?: Resend;
  /** The account that the conversation must be of, where the caller names one. */
  account_id?: string;
  /** It is answered with a request's id, which the message and its event carry too. */
  tracked?: boolean;
}

/** By which rules, and through which queue, a channel's messages leave. */
export interface Route {
  rules: ChannelRules;
  queue: DeliveryQueue;
}

export type Accepted =
  | { status: 201; document: MessageDocument; replayed: boolean }
  /** Promised, but not stored yet: the worker will. Seconds. */
  | { status: 202; document: MessageDocument & { retry_after: number } }
  | { status: 200; preview: Preview };

/** Takes a message for one channel. */
export const acceptOutgoing = ({ queue, ...deps }: AcceptDeps, rules: ChannelRules) =>
  accept(deps, () => ({ rules, queue }), rules.channel);

/** Takes a message for whatever channel its conversation is on. */
export const acceptAnywhere = (deps: AnywhereDeps, route: (channel: Channel) => Route) => accept(deps, route);

/**
 * Checks everything that can be checked, promises the message (the queue), stores it, says so. Nothing is stored
 * before the promise, and nothing is promised that no provider would take.
 */
const accept =
  (deps: AnywhereDeps, route: (channel: Channel) => Route, channel?: Channel) =>
  async (call: Call): Promise<Accepted> => {
    const expected = { ...(channel && { channel }), account_id: call.account_id };
    const asked = await readRequest(deps, call.proof, call.body, expected);
    const keyed = keyOf(call, asked);
    const { conversation } = asked;
    if (asked.type === "note" || conversation.kind !== "external") return storeNote(deps, asked, keyed, call);
    const { rules, queue } = route(conversation.channel);
    const window = windowOf(rules.channel, conversation.opened, deps.now());
    const tagging = tagFor(asked, conversation, window, deps.now());
    const under = (id: string) => {
      const content = { ...asked.content, ...(tagging.tag && { tag: tagging.tag }) };
      const made = withTag(transformFor(rules, conversation, content, id, call.resend), tagging);
      const transformed = withTemplateChecked(rules, asked, conversation.account, deps.now(), made);
      return { transformed, job: jobOf(asked, conversation, id, transformed, deps.now(), call) };
    };
    const id = deps.ids.time(deps.now());
    const { transformed, job: first } = under(id);
    const violations = [
      ...optedOut(conversation),
      ...judge(rules, asked, window, transformed, tagging, deps.now()),
      ...oversize(first),
    ];
    if (call.preview)
      return { status: 200, preview: previewOf(rules, asked, conversation, window, transformed, violations) };
    if (violations.length > 0) {
      const made = keyed && (await alreadyMade(deps, keyed));
      if (made) return { status: 201, document: documentOf(made, window), replayed: true };
      throw refusalFor(violations, window);
    }
    const turn = keyed ? await takeTurn(deps, keyed, id) : { message_id: id };
    if ("replay" in turn) return { status: 201, document: documentOf(turn.replay, window), replayed: true };
    const job = turn.message_id === id ? first : under(turn.message_id).job;
    await promise(queue, job);
    const state = freshState(job.parts.length);
    const document = documentOf({ kind: "outgoing", message: job.message, state }, window);
    return (await stored(deps, job.message, conversation))
      ? { status: 201, document, replayed: false }
      : { status: 202, document: { ...document, retry_after: 2 } };
  };

const tagFor = (
  { request, caller, type }: Understood,
  { channel, account }: ExternalConversation,
  window: Window,
  now: Date,
): Tagging =>
  taggingOf({ channel, account, author: caller.author, window, type, asked: request.message_tag }, now);

const withTag = (transformed: Transformed, { adaptations }: Tagging): Transformed => ({
  ...transformed,
  adaptations: [...adaptations, ...transformed.adaptations],
});

const keyOf = ({ idempotencyKey: key, endpoint, body }: Call, asked: Understood): Keyed | undefined =>
  key === undefined
    ? undefined
    : keyedBy(asked.caller.organization_id, asked.conversation.id, { key, endpoint, body });

/** The queue may have taken what it did not confirm, so nobody can say that nothing is sent. */
const promise = async (queue: DeliveryQueue, job: Job): Promise<void> => {
  try {
    await queue.enqueue(job, groupOf(job));
  } catch (cause) {
    const data = { message_id: job.message.id };
    throw Object.assign(new Refusal(503, UNCONFIRMED, { retryAfter: 30, data }), { cause });
  }
};

const UNCONFIRMED =
  "It could not be confirmed that the message was queued. Repeating the request with the same Idempotency-Key is safe; without one the message may be sent twice.";

/** After the promise a store that fails is no longer the sender's problem: false, and the worker stores it. */
const stored = async (
  deps: AnywhereDeps,
  message: OutgoingMessage,
  conversation: ExternalConversation,
): Promise<boolean> => {
  try {
    await Promise.all([
      deps.messages.addOutgoing(message),
      deps.watch(message.conversation_id, new Date(message.created_at)),
      conversation.archived && !message.stay_archived && deps.conversations.archive(conversation.id, false),
    ]);
    return true;
  } catch (error) {
    deps.log.warn({ error, message_id: message.id }, "the message is queued but could not be stored yet");
    return false;
  }
};
