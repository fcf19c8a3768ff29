import { readHandle } from "../../shared/domain/ids.ts";
import type { Reading } from "../../shared/lambda/webhook-reading.ts";
import type { Person } from "./envelope.ts";
import { incomingOf } from "./incoming.ts";
import { type StatusReport, statusesOf } from "./statuses.ts";
import { unknownKinds } from "./unknown-kinds.ts";

/** One webhook body in the words of the use cases. A status without our stamp is of somebody else's message. */
export const readWebhook = (body: unknown): Reading => ({
  heard: incomingOf(body).map(({ providerAccountId, messages, openings, choices }) => ({
    providerAccountId,
    messages: messages.map(byContact),
    acts: openings.map((opening) => ({ ...byContact(opening), kind: "opens_window" as const })),
    choices: choices.map((choice) => ({ ...byContact(choice), scope: "marketing" as const })),
  })),
  reported: statusesOf(body).flatMap(reported),
  unknown: unknownKinds(body),
});

const byContact = <T extends Person>({ from, user_id, name, ...rest }: T) => ({
  ...rest,
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
