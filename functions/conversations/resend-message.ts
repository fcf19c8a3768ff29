// POST /conversations/{id}/messages/{message_id}/resend: what did not leave, once more and at the end.
import { items, queue, settings } from "#backend";
import { notFound } from "../../shared/domain/errors.ts";
import { readMessageId } from "../../shared/domain/ids.ts";
import { keyFrom, replyOf } from "../../shared/lambda/accept-handler.ts";
import { type AnyChannelParts, acceptOnAny } from "../../shared/lambda/compose.ts";
import { ownConversation } from "../../shared/lambda/conversation-parts.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { resendMessage } from "../../shared/messaging/resend-message.ts";
import { idempotencyStore } from "../../shared/store/idempotency.ts";
import { messageStore } from "../../shared/store/messages.ts";
import { channels } from "../channels.ts";

export const createHandler = (parts: AnyChannelParts) => {
  const { items: store, settings, now = () => new Date() } = parts;
  const own = ownConversation(store);
  const messages = messageStore(store);
  const resend = resendMessage({
    messages,
    idempotency: idempotencyStore(store),
    accept: acceptOnAny(parts, channels),
    bucket: settings.bucketName,
    now,
  });
  return httpHandler(async (request) => {
    const { conversation } = await own(request);
    const message_id = readMessageId(request.params.message_id ?? "")?.message_id;
    if (message_id === undefined) throw notFound("message");
    const idempotencyKey = keyFrom(request);
    return replyOf(await resend({ proof: request.proof(), conversation, message_id, idempotencyKey }));
  });
};

export const handler = live(() => createHandler({ items: items(), queueOf: queue, settings: settings() }));
