import type { Accepted } from "../messaging/accept-outgoing.ts";
import type { MessageDocument } from "../messaging/message-document.ts";
import type { HttpReply } from "./http-handler.ts";

/** What every other product's answer carries beside its own fields: what became of the message, and what was changed. */
export const outgoingIn = ({ id, status, parts, adaptations, window }: MessageDocument) => ({
  id,
  status,
  parts,
  adaptations,
  window: window ?? null,
});

/** Another product's answer to an accepted message: 200 with its own fields, and ours under `outgoing`. */
export const accepted = (result: Accepted, fields: (document: MessageDocument) => object): HttpReply => {
  if (result.status === 200) return { status: 200, body: result.preview };
  const { document } = result;
  const later = result.status === 202 ? { retry_after: result.document.retry_after } : {};
  const replayed = result.status === 201 && result.replayed;
  return {
    status: 200,
    body: { ...fields(document), outgoing: { ...outgoingIn(document), ...later } },
    ...(replayed && { headers: { "idempotent-replayed": "true" } }),
  };
};
