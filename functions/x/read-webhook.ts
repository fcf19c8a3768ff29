import type { IncomingContent } from "../../shared/domain/incoming.ts";
import type { Reading } from "../../shared/lambda/webhook-reading.ts";
import type { Receipt } from "../../shared/messaging/report-ports.ts";
import { readable } from "../../shared/providers/tolerant.ts";
import { DirectMessage, eventIn, MarkRead, Messages, nameOf, Reads, type XEvent } from "./events.ts";

const NOTHING: Reading = { heard: [], reported: [], unknown: [] };

/**
 * One webhook body in the words of the use cases. `dm.sent` is the echo of a message, ours or one written on X itself:
 * it bears X's id alone, tells when ours were sent, and is never kept as another message.
 */
export const readWebhook = (body: unknown): Reading => {
  const event = eventIn(body);
  switch (event?.type) {
    case "dm.received":
      return { ...NOTHING, ...heardIn(event) };
    case "dm.read":
      return { ...NOTHING, ...readsIn(event) };
    case "dm.sent":
      return { ...NOTHING, reported: echoesIn(event) };
    case "dm.indicate_typing":
      return NOTHING;
    default:
      return { ...NOTHING, unknown: [event?.type.replaceAll(".", "_") ?? "body"] };
  }
};

const heardIn = ({ account, payload }: XEvent): Partial<Reading> => {
  const found = readable(DirectMessage, Messages.safeParse(payload).data?.direct_message_events ?? []);
  const messages = found
    .filter(
      ({ message_create: { sender_id, target } }) => target.recipient_id === account && sender_id !== account,
    )
    .map((message) => {
      const { sender_id, message_data } = message.message_create;
      const name = nameOf(payload, sender_id);
      return {
        provider_message_id: message.id,
        from: { address: sender_id, ...(name !== undefined && { name }) },
        text: message_data.text || null,
        content: contentOf(message),
        at: message.created_timestamp,
      };
    });
  if (messages.length === 0) return { unknown: ["dm_received"] };
  return { heard: [{ providerAccountId: account, messages, acts: [], choices: [] }] };
};

/** When what left the account was sent, by X's clock. */
const echoesIn = ({ account, payload }: XEvent): Reading["reported"] => {
  const echoes = readable(DirectMessage, Messages.safeParse(payload).data?.direct_message_events ?? [])
    .filter(({ message_create }) => message_create.sender_id === account)
    .map(({ id, created_timestamp }) => ({ provider_message_id: id, at: created_timestamp.toISOString() }));
  return echoes.length === 0 ? [] : [{ providerAccountId: account, reports: [], echoes }];
};

/** X's words for a picture, a film and a moving picture, which is a film without sound. */
const KINDS: Readonly<Record<string, "image" | "video">> = {
  photo: "image",
  video: "video",
  animated_gif: "video",
};

const contentOf = ({ message_create: { message_data } }: DirectMessage): IncomingContent => {
  const { attachment, text } = message_data;
  const type = attachment?.media?.type ?? "";
  const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  if (kind !== undefined) {
    // X hands a file to nobody but its user: without a source nobody promises to fetch it.
    return { message_type: kind, attachments: [{ kind, state: "not_fetched" }] };
  }
  if (text) return { message_type: "text" };
  return { message_type: "unsupported", ...(attachment?.type && { provider_type: attachment.type }) };
};

/** Whoever reads a message has read all that was sent before it. */
const readsIn = ({ account, payload }: XEvent): Partial<Reading> => {
  const found = readable(MarkRead, Reads.safeParse(payload).data?.direct_message_mark_read_events ?? []);
  const receipts = found
    .filter(({ sender_id }) => sender_id !== account)
    .map(
      ({ sender_id, created_timestamp, last_read_event_id }): Receipt => ({
        fact: "read",
        from: sender_id,
        at: created_timestamp.toISOString(),
        ids: [last_read_event_id],
      }),
    );
  if (receipts.length === 0) return { unknown: ["dm_read"] };
  return { receipts: [{ providerAccountId: account, receipts }] };
};
