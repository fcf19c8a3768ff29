import { createHandler as createCancel } from "../../../functions/conversations/cancel-message.ts";
import { createHandler as createResend } from "../../../functions/conversations/resend-message.ts";
import { DEMO } from "../../../infra/local/demo.ts";
import type { Channel } from "../../../shared/domain/channel.ts";
import type { Fact, FactName } from "../../../shared/domain/delivery.ts";
import type { Failure } from "../../../shared/domain/errors.ts";
import type { MessageDocument } from "../../../shared/messaging/message-document.ts";
import { messageStore } from "../../../shared/store/messages.ts";
import { type Asked, call } from "../../support/calls.ts";
import type { Embedded } from "../../support/embedded.ts";
import { post } from "./channels.ts";

type Create = typeof createCancel | typeof createResend;

/** Asks for it in the name of somebody who may, by the message's id and in the demo's conversation. */
const acting =
  (create: Create, what: "cancel" | "resend") =>
  <Body = MessageDocument>(
    embedded: Embedded,
    channel: Channel,
    message_id: string,
    { params, ...asked }: Asked = {},
  ) =>
    call<Body>(create(embedded.parts()), `POST /conversations/{id}/messages/{message_id}/${what}`, {
      params: { id: String(DEMO[channel].conversation), message_id, ...params },
      ...asked,
    });

export const resend = acting(createResend, "resend");
export const cancel = acting(createCancel, "cancel");

export const refusal: Failure = {
  code: "provider_refused",
  message: "It says no.",
  retryable: false,
  fix_by: "provider",
  next_step: "Nothing.",
};

/** Lets a message's parts become what is named for them, in their order. */
export const becomes = async (
  embedded: Embedded,
  message: { conversation_id: number; id: string },
  ...facts: (FactName | undefined)[]
): Promise<void> => {
  const value: Fact = { at: embedded.clock.now.toISOString(), failure: refusal };
  const changes = facts.flatMap((fact, part) => (fact ? [{ part, fact, value }] : []));
  const ref = { conversation_id: message.conversation_id, message_id: message.id };
  await messageStore(embedded.items).record(ref, changes);
};

/** An accepted message whose parts then became what is named. */
export const posted = async (
  embedded: Embedded,
  channel: Channel,
  body: Record<string, unknown>,
  ...facts: (FactName | undefined)[]
): Promise<MessageDocument> => {
  const { body: message } = await post(embedded, channel, body);
  await becomes(embedded, message, ...facts);
  return message;
};

/** The text that leaves in as many parts as it has letters, on channels that take 4,096 characters at once. */
export const inParts = (letters: string): string => letters.replaceAll(/./g, (one) => one.repeat(4_096));
