import { readHandle } from "../../shared/domain/ids.ts";
import type { Reading } from "../../shared/lambda/meta-webhook.ts";
import { type IncomingWritten, incomingOf, type StatusReport, statusesOf } from "./statuses.ts";

/** One webhook body in the words of the use cases. A status without our stamp is of somebody else's message. */
export const readWebhook = (body: unknown): Reading => ({
  heard: incomingOf(body).map(({ providerAccountId, messages }) => ({
    providerAccountId,
    messages: messages.map(heard),
  })),
  reported: statusesOf(body).flatMap(reported),
});

const heard = ({ from, user_id, name, ...message }: IncomingWritten) => ({
  ...message,
  from: {
    ...(from !== undefined && { address: from }),
    ...(user_id !== undefined && { user_id }),
    ...(name !== undefined && { name }),
  },
});

const reported = (status: StatusReport): Reading["reported"] => {
  const part = readHandle(status.handle ?? "");
  if (!part) return [];
  const { providerAccountId, provider_message_id, fact, word, at, failure } = status;
  const value = { at: at.toISOString(), provider_message_id, word, ...(failure && { failure }) };
  return [{ providerAccountId, reports: [{ ...part, fact, value }] }];
};
