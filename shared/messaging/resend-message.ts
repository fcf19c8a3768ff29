import { s3PathOf } from "../attachments/s3-urls.ts";
import type { Conversation } from "../domain/conversation.ts";
import { notFound, Refusal } from "../domain/errors.ts";
import type { OutgoingMessage } from "../domain/message.ts";
import { richIn } from "../domain/rich.ts";
import { type Window, windowOf } from "../domain/window.ts";
import type { Accepted, Call } from "./accept-outgoing.ts";
import type { Proof } from "./caller.ts";
import { documentOf } from "./message-document.ts";
import type { MessageRef, MessageStore } from "./message-ports.ts";
import { alreadyMade, type Keyed, keyedBy, type OnceDeps } from "./once.ts";
import { checkFinal, checkOutgoing } from "./resend-check.ts";
import { resendOf } from "./resend-parts.ts";

export interface ResendDeps extends OnceDeps {
  messages: Pick<MessageStore, "get">;
  /** The one use case by which messages leave, on whatever channel. */
  accept: (call: Call) => Promise<Accepted>;
  bucket: string;
}

export interface ResendCall {
  proof: Proof;
  /** The caller's own. */
  conversation: Conversation;
  message_id: string;
  idempotencyKey?: string | undefined;
}

/**
 * Sends a failed or canceled message again, as a new one at the end of its conversation; the old one stays as it
 * is. Without a key of the caller's the old message is the key, so that a second click sends nothing.
 * @throws Refusal 404, 409 (not at its end, or it has left), 422 (not outgoing), and whatever refuses a new message.
 */
export const resendMessage =
  (deps: ResendDeps) =>
  async (call: ResendCall): Promise<Accepted> => {
    const { conversation, proof, message_id } = call;
    const ref: MessageRef = { conversation_id: conversation.id, message_id };
    const view = await deps.messages.get(ref);
    if (!view) throw notFound("message");
    checkOutgoing(view);
    const { message, state } = view;
    const request = {
      key: call.idempotencyKey ?? `resend:${message.id}`,
      endpoint: `/conversations/${conversation.id}/messages/${message.id}/resend`,
      body: bodyOf(message, deps.bucket),
    };
    const keyed = keyedBy(message.organization_id, conversation.id, request);
    return unlessMade(deps, keyed, conversation, async () => {
      checkFinal(view, deps.now());
      const { key: idempotencyKey, ...rest } = request;
      return deps.accept({
        ...rest,
        idempotencyKey,
        proof,
        resend: resendOf(message, state),
      });
    });
  };

/** A resend that was accepted is replayed, never refused: the old message may since be known to have left. */
const unlessMade = async (
  deps: ResendDeps,
  keyed: Keyed,
  conversation: Conversation,
  act: () => Promise<Accepted>,
): Promise<Accepted> => {
  try {
    return await act();
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    const made = await alreadyMade(deps, keyed);
    if (!made) throw refusal;
    return { status: 201, document: documentOf(made, windowNow(conversation, deps.now())), replayed: true };
  }
};

const windowNow = (conversation: Conversation, now: Date): Window | undefined =>
  conversation.kind === "external" ? windowOf(conversation.channel, conversation.opened, now) : undefined;

/** The request that would say the same once more. Files are named by their keys, each at its place. */
const bodyOf = (message: OutgoingMessage, bucket: string) => ({
  conversation_id: message.conversation_id,
  message_type: message.message_type,
  message_text: message.message_text,
  ...(message.template !== undefined && { template: message.template }),
  ...mediaOf(message, bucket),
  ...richAgain(message),
  reply_to_message_id: message.reply_to_message_id,
});

/** That it is a sticker, `attachments` cannot say: it is named as it was. */
const richAgain = (message: OutgoingMessage) => {
  const { attachments, ...rest } = richIn(message);
  const [one] = message.attachments ?? [];
  if (message.message_type !== "sticker" || !one) return richIn(message);
  return { ...rest, sticker: { source: one.source, source_type: one.source_type } };
};

/** A card's picture is named by its card, and what `attachments` listed is listed there again. */
const mediaOf = (message: OutgoingMessage, bucket: string): { media_urls?: string[] } => {
  if (message.attachments || message.cards) return {};
  const all = message.files.map(({ key }) => s3PathOf(bucket, key));
  message.media_urls.forEach((url, index) => {
    all.splice(message.media_urls_at?.[index] ?? all.length, 0, url);
  });
  return { media_urls: all };
};
